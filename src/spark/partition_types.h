#pragma once

#include <optional>
#include <string>
#include <vector>

namespace spark_door {

// The type that Spark gives a column of folders by its values, in DDL: int, bigint, decimal(20,0), double,
// date, timestamp, or string where nothing else holds them all; void when all are NULL.
// https://spark.apache.org/docs/latest/sql-data-sources-parquet.html#partition-discovery
std::string partition_type(const std::vector<std::optional<std::string>>& values);

}  // namespace spark_door
