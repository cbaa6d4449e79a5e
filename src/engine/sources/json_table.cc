#include "engine/sources/json_table.h"

#include <limits>

#include "engine/sources/json_inference.h"

namespace engine {
namespace {

constexpr std::int64_t kPartBytes = std::int64_t{8} << 20;

}  // namespace

base::Result<void> JsonTable::infer_columns() {
  JsonInference inference(options_);
  for (const auto& part : parts()) {
    const auto records = TRY(open(part));
    while (TRY(records->next()))
      if (const auto problem = inference.add(*records)) return records->bad_data(*problem);
  }
  columns_ = TRY(inference.columns());
  return {};
}

std::int64_t JsonTable::total_bytes() const {
  std::int64_t total = 0;
  for (const auto& file : files_) total += file.size;
  return total;
}

bool JsonTable::is_decoded(const SourceFile& file) const {
  if (options_.charset != Charset::Utf8) return true;
  const auto compression = options_.compression ? base::Result<Compression>(*options_.compression)
                                                : compression_by_name(RunStorage::shown(file.path));
  return !compression.ok() || *compression != Compression::None;
}

// Only plain lines that end as usual can be cut anywhere.
std::vector<JsonTable::Part> JsonTable::parts() const {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (options_.multiline || !options_.line_end.empty() || is_decoded(files_[i])) {
      parts.push_back({i, 0, std::numeric_limits<std::int64_t>::max()});
      continue;
    }
    for (std::int64_t at = 0; at < files_[i].size; at += kPartBytes)
      parts.push_back({i, at, std::min(at + kPartBytes, files_[i].size)});
  }
  return parts;
}

base::Result<std::unique_ptr<JsonRecords>> JsonTable::open(const Part& part) const {
  auto file = TRY(
      TextInput::open(TRY(storage_.open(files_[part.file].path)), options_.compression, options_.charset));
  return std::make_unique<JsonRecords>(std::move(file), options_, part.begin, part.end);
}

}  // namespace engine
