#pragma once

#include "plan/catalog.h"
#include "spark/table_target.h"

namespace spark_door {

// CREATE TABLE of these columns, without rows; `form` says source, partitioning columns and options.
base::Result<void> create_table_without_rows(spark::connect::WriteOperation form,
                                             const sql::TableNameParts& name,
                                             const std::vector<plan::Column>& columns, bool if_not_exists,
                                             const TableParameters& parameters,
                                             const ExecutionContext& context);

}  // namespace spark_door
