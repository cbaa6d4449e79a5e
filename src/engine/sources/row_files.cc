#include "engine/sources/row_files.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/text.h"
#include "engine/sources/schema_merge.h"
#include "engine/storage/raise.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

constexpr std::int64_t kPartBytes = std::int64_t{32} << 20;

}  // namespace

base::Result<void> RowFiles::infer_columns(bool merge) {
  std::vector<const SourceFile*> files;
  for (const auto& file : files_)
    if (file.size > 0) files.push_back(&file);
  try {
    if (merge)
      TRY(merge_columns(files));
    else
      for (auto file = files.begin(); file != files.end() && columns_.empty(); ++file)
        columns_ = columns_of(**file);
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
  if (columns_.empty() && !files_.empty()) return plan::no_schema(format());
  return check_distinct_names(columns_);
}

base::Result<void> RowFiles::merge_columns(const std::vector<const SourceFile*>& files) {
  std::unordered_map<std::string, std::size_t> places;  // by name in lower case
  std::vector<std::string> paths;                       // of the file that had the column first
  for (const auto* file : files) {
    const auto fields = columns_of(*file);
    TRY(check_distinct_names(fields));
    for (const auto& field : fields) {
      const auto [place, is_new] = places.emplace(base::to_lower(field.name), columns_.size());
      if (is_new) {
        columns_.push_back(field);
        paths.push_back(file->path);
        continue;
      }
      Field& known = columns_[place->second];
      const auto merged = merged_type(known.type, field.type);
      if (!merged)
        return cannot_merge(known, RunStorage::shown(paths[place->second]), field.type,
                            RunStorage::shown(file->path));
      known.type = *merged;
    }
  }
  return {};
}

std::int64_t RowFiles::total_bytes() const {
  std::int64_t total = 0;
  for (const auto& file : files_) total += file.size;
  return total;
}

std::vector<FilePart> RowFiles::parts() const {
  std::vector<FilePart> parts;
  for (std::size_t i = 0; i < files_.size(); ++i)
    for (std::int64_t at = 0; at < files_[i].size; at += kPartBytes)
      parts.push_back({i, at, std::min(at + kPartBytes, files_[i].size)});
  return parts;
}

std::unique_ptr<InputFile> RowFiles::open_file(const SourceFile& file) const {
  return value_or_raise(storage_.open(file.path));
}

void raise_damaged(const InputFile& file, std::string_view what) {
  raise(base::refusal("BadData", 400, fmt::format("{}: {}", file.uri(), what)));
}

std::string read_bytes(const InputFile& file, std::int64_t offset, std::size_t size) {
  if (offset < 0 || offset > file.size() || size > static_cast<std::size_t>(file.size() - offset))
    raise_damaged(file, fmt::format("the file ends before byte {} of what it says it holds", offset));
  std::string bytes(size, '\0');
  if (value_or_raise(file.read_at(bytes, offset)) != size) raise_damaged(file, "the file is cut off");
  return bytes;
}

}  // namespace engine
