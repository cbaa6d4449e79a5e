#include "engine/sources/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

constexpr std::int64_t kPartBytes = std::int64_t{8} << 20;

using Names = std::vector<std::string>;

// The places of names in a header, whose names differ by more than case.
class Places {
 public:
  explicit Places(const Names& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
      places_.emplace(base::to_lower(names[i]), static_cast<std::int32_t>(i));
  }
  std::int32_t of(const std::string& name) const {
    const auto found = places_.find(base::to_lower(name));
    return found == places_.end() ? -1 : found->second;
  }

 private:
  std::unordered_map<std::string, std::int32_t> places_;
};

// The names of all files, each where it was first seen.
Names union_of(const std::vector<Names>& file_columns) {
  Names all;
  std::set<std::string> seen;
  for (const auto& columns : file_columns)
    for (const auto& name : columns)
      if (seen.insert(base::to_lower(name)).second) all.push_back(name);
  return all;
}

// What Spark says of a header that enforceSchema = false compares with the schema; no header is no error.
base::Result<void> check_header(const SourceFile& file, const Names& header, const Names& schema) {
  if (header.empty()) return {};
  const auto refused = [&](std::string_view what) {
    return base::refusal(
        plan::kIllegalArgument, 400,
        fmt::format("{}\n Header: {}\n Schema: {}\nCSV file: {}", what, base::join(header, ", "),
                    base::join(schema, ", "), RunStorage::shown(file.path)));
  };
  if (header.size() != schema.size())
    return refused(
        fmt::format("Number of column in CSV header is not equal to number of fields in the "
                    "schema:\n Header length: {}, schema size: {}",
                    header.size(), schema.size()));
  if (std::ranges::equal(header, schema, base::iequals)) return {};
  return refused("CSV header does not conform to the schema.");
}

}  // namespace

base::Result<std::shared_ptr<TextInput>> CsvTable::open_text(const SourceFile& file) const {
  return TextInput::open(TRY(storage_.open(file.path)), options_.compression, options_.charset);
}

base::Result<std::unique_ptr<CsvReader>> CsvTable::read(const Part& part) const {
  return std::make_unique<CsvReader>(TRY(open_text(files_[part.file].source)), options_, part.range);
}

base::Result<std::unique_ptr<CsvTable>> CsvTable::open(RunStorage& storage, const CsvOptions& options,
                                                       std::vector<SourceFile> files,
                                                       std::optional<Names> columns, Names partition_columns,
                                                       std::shared_ptr<ReadCounters> counters) {
  std::unique_ptr<CsvTable> table(new CsvTable(storage, options));
  table->partition_columns_ = std::move(partition_columns);
  table->counters_ = std::move(counters);
  std::vector<Names> file_columns;
  for (auto& source : files) {
    const auto file = TRY(table->open_text(source));
    auto head = TRY(CsvReader::read_head(file, options));
    if (options.header_must_match && options.header && columns)
      TRY(check_header(source, head.columns, *columns));
    file_columns.push_back(std::move(head.columns));
    table->files_.push_back(
        {.source = std::move(source), .data_begin = head.data_begin, .decoded = file->decoded()});
  }
  table->columns_ = columns ? *std::move(columns) : union_of(file_columns);
  table->place_columns(file_columns, columns.has_value());
  return table;
}

void CsvTable::place_columns(const std::vector<Names>& file_columns, bool has_schema) {
  // Positions say which column is which, unless each file names its own: by a header that counts, or for want
  // of a schema.
  const bool by_name =
      options_.header && (options_.column_order == CsvOptions::ColumnOrder::ByHeader || !has_schema);
  for (std::size_t i = 0; i < files_.size(); ++i) {
    auto& file = files_[i];
    const Places places(by_name ? file_columns[i] : Names());
    file.field_count = by_name ? file_columns[i].size() : columns_.size();
    for (std::size_t c = 0; c < columns_.size(); ++c)
      file.column_field.push_back(by_name ? places.of(columns_[c]) : static_cast<std::int32_t>(c));
  }
}

std::int64_t CsvTable::total_bytes() const {
  std::int64_t total = 0;
  for (const auto& file : files_) total += file.source.size;
  return total;
}

// Only where every line end ends a record can a file be cut at any of them, and where they are the usual
// ones.
std::vector<CsvTable::Part> CsvTable::parts() const {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const auto begin = files_[i].data_begin, size = files_[i].source.size;
    const bool is_whole = options_.multiline || options_.file_is_field || !options_.line_end.empty();
    if (is_whole || files_[i].decoded) {
      const auto end = files_[i].decoded ? std::numeric_limits<std::int64_t>::max() : size;
      parts.push_back({i, {begin, end}});
      continue;
    }
    for (auto at = begin; at < size; at += kPartBytes) {
      const auto kind = at == begin ? CsvRange::Begin::AtRecord : CsvRange::Begin::Anywhere;
      parts.push_back({i, {at, std::min(at + kPartBytes, size), kind}});
    }
  }
  return parts;
}

}  // namespace engine
