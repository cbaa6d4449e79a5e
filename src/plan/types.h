#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace spark::connect {
class DataType;
}

// Types as Hive and Spark write them, and as a plan's messages hold them. Errors are refusals with Spark's
// error classes PARSE_SYNTAX_ERROR and UNSUPPORTED_DATATYPE; they name the position, counted in bytes from 1.
namespace plan {

// One type: bigint, decimal(10,2), array<int>, map<string,int>, struct<a:int,b:string>.
base::Result<spark::connect::DataType> parse_type(std::string_view text);

// A whole schema, as a struct: "a int, `b c` string NOT NULL COMMENT 'x'", or struct<...>. Comments are read
// and dropped: they are the catalog's.
base::Result<spark::connect::DataType> parse_schema(std::string_view text);

// Either of them: a type, or else the columns of a table.
base::Result<spark::connect::DataType> parse_type_or_schema(std::string_view text);

// A type as PySpark writes it in JSON, a schema's struct most often: {"type": "struct", "fields": [...]}
// (INVALID_JSON_DATA_TYPE).
base::Result<spark::connect::DataType> parse_json_type(std::string_view text);

// And the reverse. What a client has left for others to parse must have been.
std::string json_type_text(const spark::connect::DataType& type);

// Trino's timestamp(3) with time zone, an instant and the zone in which it is shown. Spark has no such type:
// to it, it is a type of the user's over a long. Its text is that of SQL: timestamp with time zone.
spark::connect::DataType zoned_timestamp_type();
bool is_zoned_timestamp(const spark::connect::DataType& type);

// Hive's spelling, which catalogs keep: struct<a:int>. A field's name stands in backticks where it must.
std::string type_text(const spark::connect::DataType& type);

// A struct's fields as parse_schema() reads them: a int NOT NULL, `b c` string.
std::string schema_text(const spark::connect::DataType& schema);

}  // namespace plan
