#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/athena/types.h"
#include "base/result.h"
#include "sql/query.h"

namespace services::athena {

// What GetQueryResults says of a column:
// https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html
api::athena::ColumnInfo column_info(const std::string& label, const sql::Type& type);

// The `.metadata` object beside a result: only Athena reads it, so its form is ours (JSON).
std::string write_metadata(const std::vector<sql::OutputColumn>& columns);
base::Result<std::vector<api::athena::ColumnInfo>> read_metadata(std::string_view bytes);

}  // namespace services::athena
