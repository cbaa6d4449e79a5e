#include "engine/sinks/table_rows.h"

#include <fmt/format.h>

#include "engine/functions/conversions.h"
#include "engine/functions/types.h"
#include "engine/sources/csv_options.h"
#include "engine/storage/raise.h"
#include "engine/storage/text_input.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// A little less than the years that readers take (hive_conversions.cc), either way.
constexpr std::int64_t kMostDays = 105'000'000;
constexpr std::int64_t kMicrosPerDay = std::int64_t{86'400} * 1'000'000;

void append_time(std::string& out, std::string_view text, std::int64_t days, std::string_view column) {
  if (days > kMostDays || days < -kMostDays)
    raise_unwritable(column, fmt::format("the time {}, whose year is out of reach", text));
  out += text.starts_with('+') ? text.substr(1) : text;
}

}  // namespace

void raise_unwritable(std::string_view column, std::string_view what) {
  raise(base::refusal(
      "UnwritableValue", 400,
      fmt::format("The column '{}' has {}: the table's SerDe would not give it back, so it is not written.",
                  column, what)));
}

void append_hive_value(std::string& out, const VectorFormat& values, duckdb::idx_t index,
                       std::string_view column) {
  switch (values.logical_type.id()) {
    case Id::DECIMAL:
      out += decimal_to_text(unscaled_at(values, index), scale_of(values.logical_type));
      return;
    case Id::DATE: {
      const auto days = value_at<duckdb::date_t>(values, index).days;
      return append_time(out, days_to_text(days), days, column);
    }
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ: {
      const auto micros = value_at<duckdb::timestamp_t>(values, index).value;
      return append_time(out, micros_to_text(micros), micros / kMicrosPerDay, column);
    }
    default:
      append_value(out, values, index);
  }
}

void check_line(std::string_view row, Header header, const std::vector<std::string>& names) {
  if (row.size() > static_cast<std::size_t>(CsvOptions::kMaxRecordBytes))
    raise(base::refusal("UnwritableValue", 400,
                        fmt::format("A row takes more than {} MiB: who reads the table takes no longer line.",
                                    CsvOptions::kMaxRecordBytes >> 20)));
  if (header == Header::Line) return;
  if (row.starts_with(kByteOrderMark)) raise_unwritable(names.front(), "a text that begins with U+FEFF");
  if (const auto other = other_than_utf8(row))
    raise_unwritable(names.front(),
                     fmt::format("a text that, at the beginning of a file, would say that {}", *other));
}

void check_header(const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (name.find_first_of("\r\n") != name.npos) raise_unwritable(name, "a line end in its name");
}

}  // namespace engine
