#include "engine/sinks/appended_file.h"

#include "engine/storage/raise.h"

namespace engine {

std::int64_t AppendedFile::append(std::string_view bytes) {
  std::lock_guard lock(mutex_);
  const std::int64_t begin = file_->size();
  value_or_raise(file_->write(bytes));
  return begin;
}

duckdb::idx_t AppendedFile::size() {
  std::lock_guard lock(mutex_);
  return static_cast<duckdb::idx_t>(file_->size());
}

void AppendedFile::close() {
  value_or_raise(file_->close());
}

}  // namespace engine
