#include "engine/sources/csv_table.h"

#include <algorithm>
#include <limits>
#include <set>
#include <unordered_map>

#include "base/text.h"

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

}  // namespace

base::Result<std::unique_ptr<CsvTable>> CsvTable::open(RunStorage& storage, const CsvOptions& options,
                                                       std::vector<SourceFile> files,
                                                       std::optional<Names> columns, Names partition_columns,
                                                       std::shared_ptr<ReadCounters> counters) {
  std::unique_ptr<CsvTable> table(new CsvTable(storage, options));
  table->partition_columns_ = std::move(partition_columns);
  table->counters_ = std::move(counters);
  std::vector<Names> file_columns;
  for (auto& source : files) {
    const auto file = TRY(TextInput::open(TRY(storage.open(source.path)), options.compression));
    auto head = TRY(CsvReader::read_head(file, options));
    file_columns.push_back(std::move(head.columns));
    table->files_.push_back(
        {.source = std::move(source), .data_begin = head.data_begin, .compressed = file->compressed()});
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

// Only where every line end ends a record can a file be cut at any of them.
std::vector<CsvTable::Part> CsvTable::parts() const {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const auto begin = files_[i].data_begin, size = files_[i].source.size;
    if (options_.multiline || files_[i].compressed) {
      const auto end = files_[i].compressed ? std::numeric_limits<std::int64_t>::max() : size;
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
