#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/functions/hive_timestamp_formats.h"
#include "engine/functions/types.h"
#include "engine/sinks/value_text.h"
#include "engine/sources/json_options.h"

namespace engine {

// Keys and values of JSON for a table's SerDe, Hive's and HCatalog's or OpenX's, such that its reader gives
// the same values back (sources/hive_json_rows.cc, sources/openx_json_rows.cc):
// https://docs.aws.amazon.com/athena/latest/ug/hive-json-serde.html has times as Hive writes them,
// 2024-01-05 10:11:12.5, or by `timestamp.formats`, "does not allow duplicate keys in map or struct key
// names"; https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html takes keys of one spelling in
// any case for one, unless `case.insensitive` is false, and has other names for columns by `mapping.NAME`.
// What a reader would take for something else is refused: NaN and infinities for Hive's, which are no numbers
// of JSON; bytes that are no text, likewise; a time that one of the formats takes for another. Immutable.
class JsonSerde {
 public:
  JsonSerde(JsonOptions options, bool writes_nulls);

  bool writes_nulls() const { return writes_nulls_; }  // of columns and fields: explicit.null
  std::string key_of(const std::string& name) const;   // of a column's or a field's name

  // Values that are not NULL, and not nested.
  void append_scalar(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                     std::string_view column) const;
  void append_key(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                  std::string_view column) const;  // without its quotes

  // Refuses a key of a map that has one already which means the same.
  using Keys = std::unordered_set<std::string>;
  void check_key(Keys& known, const std::string& key, std::string_view column) const;

 private:
  bool is_hive() const { return options_.reader == JsonOptions::Reader::Hive; }
  void append_time(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                   std::string_view column) const;
  void append_bytes(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                    std::string_view column) const;

  const JsonOptions options_;
  const HiveTimestampFormats formats_;
  const bool writes_nulls_;
};

// Refuses columns and fields of structs whose keys would be one and the same.
base::Result<void> check_json_keys(const JsonOptions& options, const std::vector<Field>& columns);

}  // namespace engine
