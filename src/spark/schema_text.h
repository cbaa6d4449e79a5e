#pragma once

#include <optional>
#include <string>

#include "spark/connect/types.pb.h"

namespace spark_door {

// A schema as DataFrame.printSchema() draws it, down to a level, and as StructType.toDDL writes it.
std::string tree_string(const spark::connect::DataType& schema, std::optional<int> level);
std::string sql_type(const spark::connect::DataType& type);  // ARRAY<INT>
std::string ddl_text(const spark::connect::DataType& schema);

}  // namespace spark_door
