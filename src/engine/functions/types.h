#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/common/types.hpp"

namespace spark::connect {
class DataType;
}

namespace engine {

// Spark's types are DuckDB's, one for one: timestamp is TIMESTAMP_TZ (an instant), timestamp_ntz is
// TIMESTAMP, Trino's timestamp with time zone is zoned_type(), binary is BLOB, void is SQLNULL; char(n) and
// varchar(n) are VARCHAR, as Spark has them in expressions.
using Type = duckdb::LogicalType;

struct Field {
  std::string name;
  Type type;
};

// Reads types as Spark and Hive write them: `bigint`, `decimal(10,2)`, `array<struct<a:int>>`, and whole
// schemas: "a INT NOT NULL COMMENT 'x', `b c` STRING" or `struct<a:int>` (plan/types.h). What is no type here
// is refused by name.
base::Result<Type> parse_type(std::string_view text);
base::Result<std::vector<Field>> parse_schema(std::string_view text);
base::Result<Type> type_of(const spark::connect::DataType& message);

// As Hive's DDL and Spark's simpleString spell it: int, decimal(10,2), struct<a:int>.
std::string hive_name(const Type& type);
// As Spark's error messages spell it: INT, DECIMAL(10,2).
std::string sql_name(const Type& type);

bool is_integral(const Type& type);
bool is_decimal(const Type& type);
bool is_fractional(const Type& type);  // float, double
bool is_numeric(const Type& type);
bool is_string(const Type& type);
bool is_null_type(const Type& type);
bool is_timestamp(const Type& type);  // with or without zone
bool is_datetime(const Type& type);   // date or timestamp
bool has_map(const Type& type);       // it, or a part of it: such values have no order

// Decimals: the least one that holds an integral type; one that is cut to 38 digits as Spark cuts it.
Type decimal_for(const Type& integral);
Type adjusted_decimal(int precision, int scale);
int precision_of(const Type& decimal);
int scale_of(const Type& decimal);
bool decimal_widens(const Type& from, const Type& to);  // every value of one is a value of the other

// The type that two branches of a CASE, COALESCE or the like share; nothing when there is none.
std::optional<Type> common_type(const Type& a, const Type& b);
// Of two numbers in arithmetic or in a comparison.
std::optional<Type> common_numeric_type(const Type& a, const Type& b);

}  // namespace engine
