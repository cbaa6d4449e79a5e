#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/types.h"

namespace sql {

inline constexpr const char* kPath = "$path";
inline constexpr const char* kFileSize = "$file_size";
inline constexpr const char* kFileModifiedTime = "$file_modified_time";

// What is known of the object that a row was read from: a column that no catalog has and no star shows
// (https://trino.io/docs/435/connector/hive.html#metadata-columns).
struct HiddenColumn {
  std::string name;
  Type type;
};

// Those that the text of a query may name: only then they are read, for they cost.
std::vector<HiddenColumn> hidden_columns_of(std::string_view query);

// The same of Spark's, which is a struct.
std::vector<HiddenColumn> spark_hidden_columns_of(std::string_view query);

// The Spark type that a column of the type has in a Read, which knows no zones.
std::string read_type(const Type& type);

}  // namespace sql
