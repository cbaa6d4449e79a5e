#pragma once

#include <string>
#include <vector>

#include "services/glue/data_catalog.h"
#include "sql/spark_table_commands.h"

namespace spark_door {

// What PARTITION (..) of a statement means of a table. The keys of a spec are the table's, whatever their
// case; values become the text that their type has (01 of an int is 1).

// PARTITIONS_NOT_FOUND of a key that the table has not; CAST_INVALID_INPUT of a value that is none of its.
base::Result<sql::PartitionSpec> checked_spec(const sql::PartitionSpec& spec,
                                              const services::glue::StoredTable& table);
// The values in the order of the table's keys; refused where one is missing, as by Spark.
base::Result<std::vector<std::string>> whole_partition(const sql::PartitionSpec& spec,
                                                       const services::glue::StoredTable& table);
// Whether the partition has the values that the spec gives. The spec is a checked one.
bool fits(const sql::PartitionSpec& spec, const services::glue::StoredTable& table,
          const std::vector<std::string>& values);

// The folder that the engine writes it to, below the table's, and as SHOW PARTITIONS tells it: a=1/b=x%3Dy.
// NULL is __HIVE_DEFAULT_PARTITION__. Of the first values alone: the folder above.
std::string folder_of_partition(const services::glue::StoredTable& table,
                                const std::vector<std::string>& values);

// PARTITIONS_NOT_FOUND, of one of the table's.
base::Error no_partition(const services::glue::StoredTable& table, const std::vector<std::string>& values);
base::Error partition_exists(const services::glue::StoredTable& table,
                             const std::vector<std::string>& values);

}  // namespace spark_door
