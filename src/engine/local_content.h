#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace engine {

// A file outside of the lake as a plan's input: its content id says what the file was when it was found, so
// that another one under the same name is not taken for it.
std::string local_content_id(const std::filesystem::path& path, std::int64_t size,
                             std::filesystem::file_time_type changed_at);
bool is_local_content(std::string_view content_id);

// Refused (FAILED_READ_FILE) when the file is gone, or changed since, or is really one below the hidden
// folder (an absolute path without symbolic links).
base::Result<base::Fd> open_local_content(std::string_view content_id, const std::filesystem::path& hidden);

}  // namespace engine
