#include "engine/sources/json_table.h"

#include <fmt/format.h>

#include <limits>

#include "engine/sources/json_shape.h"
#include "engine/sources/schema_merge.h"

namespace engine {
namespace {

constexpr std::int64_t kPartBytes = std::int64_t{8} << 20;

// What infers the columns of all files, record by record.
class Inference {
 public:
  explicit Inference(const JsonOptions& options) : options_(options) {}

  base::Result<void> add(const JsonRecords& records) {
    JsonCursor cursor(records.record());
    const bool is_object = !records.broken() && cursor.kind() == JsonCursor::Kind::Object;
    if (is_object) shape_.add(cursor, options_, fields_);
    if (fields_ > JsonOptions::kMaxFields)
      return records.bad_data(fmt::format("the records have more than {} fields", JsonOptions::kMaxFields));
    if (is_object && cursor.ok()) return {};
    corrupt_ = true;
    if (options_.mode != JsonOptions::Mode::FailFast) return {};
    return records.bad_data(is_object ? cursor.problem() : records.problem());
  }

  // As Spark has it, the column of bad records stands first.
  std::vector<Field> columns() const {
    std::vector<Field> columns = shape_.fields(options_);
    if (corrupt_ && options_.mode == JsonOptions::Mode::Permissive)
      columns.insert(columns.begin(), {options_.corrupt_column, Type::VARCHAR});
    return columns;
  }

 private:
  const JsonOptions& options_;
  JsonShape shape_;
  std::size_t fields_ = 0;
  bool corrupt_ = false;
};

}  // namespace

base::Result<void> JsonTable::infer_columns() {
  Inference inference(options_);
  for (const auto& part : parts()) {
    const auto records = TRY(open(part));
    while (TRY(records->next())) TRY(inference.add(*records));
  }
  columns_ = inference.columns();
  return check_distinct_names(columns_);
}

std::int64_t JsonTable::total_bytes() const {
  std::int64_t total = 0;
  for (const auto& file : files_) total += file.size;
  return total;
}

bool JsonTable::is_compressed(const SourceFile& file) const {
  const auto compression = options_.compression ? base::Result<Compression>(*options_.compression)
                                                : compression_by_name(RunStorage::shown(file.path));
  return !compression.ok() || *compression != Compression::None;
}

// Only plain lines can be cut anywhere.
std::vector<JsonTable::Part> JsonTable::parts() const {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (options_.multiline || is_compressed(files_[i])) {
      parts.push_back({i, 0, std::numeric_limits<std::int64_t>::max()});
      continue;
    }
    for (std::int64_t at = 0; at < files_[i].size; at += kPartBytes)
      parts.push_back({i, at, std::min(at + kPartBytes, files_[i].size)});
  }
  return parts;
}

base::Result<std::unique_ptr<JsonRecords>> JsonTable::open(const Part& part) const {
  auto file = TRY(TextInput::open(TRY(storage_.open(files_[part.file].path)), options_.compression));
  return std::make_unique<JsonRecords>(std::move(file), options_, part.begin, part.end);
}

}  // namespace engine
