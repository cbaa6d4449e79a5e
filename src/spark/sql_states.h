#pragma once

#include <string_view>

namespace spark_door {

// The SQLSTATE of an error condition (https://spark.apache.org/docs/latest/sql-error-conditions.html), or of
// what it begins with: DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN. Empty: none is known.
std::string_view sql_state(std::string_view condition);

}  // namespace spark_door
