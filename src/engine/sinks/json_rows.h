#pragma once

#include <string>
#include <vector>

#include "engine/sinks/json_serde.h"
#include "engine/sinks/value_text.h"

namespace engine {

// How Spark's writer of JSON is told to write
// (https://spark.apache.org/docs/latest/sql-data-sources-json.html).
struct JsonStyle {
  bool ignores_nulls = true;
  std::string line_end = "\n";
};

// Appends rows as Spark's writer of JSON does: one object a line, fields that are NULL left out, at every
// depth; NULLs in arrays and maps stay. NaN and infinities are texts, bytes base64. Or as a table's SerDe
// takes them, which has keys and values of its own. Without `times`, points in time are in UTC and in Spark's
// own form.
void append_json_row(std::string& out, const std::vector<std::string>& names,
                     const std::vector<VectorFormat>& columns, duckdb::idx_t row, const JsonStyle& style,
                     const JsonSerde* serde = nullptr, const TimeForms* times = nullptr);

// Appends one value of any type that is not NULL, as it stands in such a row of Spark's.
void append_json_value(std::string& out, const VectorFormat& values, duckdb::idx_t index);

}  // namespace engine
