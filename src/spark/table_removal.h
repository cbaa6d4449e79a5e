#pragma once

#include <string>

#include "services/glue/data_catalog.h"
#include "spark/storage.h"

namespace spark_door {

// With its files, if it is managed: made without a path of its own.
base::Result<void> drop_table(store::Transaction& transaction, const std::string& database,
                              const std::string& table, const Storage& storage);

// Its files alone, in the same way; CANNOT_TRUNCATE_EXTERNAL_TABLE where they are another's.
base::Result<void> remove_rows(store::Transaction& transaction, const std::string& database,
                               const std::string& table, const Storage& storage);

// A table at the top of a bucket keeps its files: all that is in the bucket would go.
base::Result<void> remove_table_files(store::Transaction& transaction,
                                      const services::glue::StoredTable& table, const Storage& storage);

}  // namespace spark_door
