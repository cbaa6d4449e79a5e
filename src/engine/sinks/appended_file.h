#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "engine/sinks/file_format.h"
#include "engine/storage/run_storage.h"

namespace engine {

// A file that grows by pieces, each made by some thread and appended whole. Errors are raised.
class AppendedFile : public FileFormat::File {
 public:
  explicit AppendedFile(std::unique_ptr<OutputFile> file) : file_(std::move(file)) {}

  // Where the piece begins.
  std::int64_t append(std::string_view bytes);
  duckdb::idx_t size();
  void close();

 private:
  std::mutex mutex_;
  std::unique_ptr<OutputFile> file_;
};

}  // namespace engine
