#pragma once

#include "spark/partition_rows.h"
#include "spark/statement.h"

namespace spark_door {

// What DESCRIBE EXTENDED and SHOW TABLE EXTENDED tell of a table, a view or a partition: names and values, in
// Spark's order.
using Details = std::vector<std::pair<std::string, std::string>>;

Details details_of(const services::glue::StoredTable& table);
Details details_of(const services::glue::StoredTable& table, const PartitionEntry& partition);

// The properties that a user has given, without those that say how a table is kept.
std::map<std::string, std::string> shown_properties(const std::map<std::string, std::string>& parameters);

// As EXTERNAL, MANAGED and VIEW.
std::string type_shown(const services::glue::StoredTable& table);
// The name of the source that reads it: parquet; `hive` of a table that Hive or Athena made.
std::string provider_of(const services::glue::StoredTable& table);

}  // namespace spark_door
