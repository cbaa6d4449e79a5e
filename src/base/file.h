#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace base {

Result<Fd> open_file(const std::filesystem::path& path, int flags, int mode = 0600);  // O_CLOEXEC is added
Result<void> write_fully(int fd, std::string_view bytes);
Result<std::int64_t> file_size(int fd);
// Fills `into` from `offset`; fewer bytes only at the end of the file. The file's own offset stays.
Result<std::size_t> read_at(int fd, std::span<char> into, std::int64_t offset);
Result<void> sync_file(int fd);                                 // fdatasync: the bytes and the size
Result<void> sync_folder(const std::filesystem::path& folder);  // the names in it
Result<std::string> read_file(const std::filesystem::path& path);

// Replaces a small file as one step: written beside, synced, renamed, folder synced.
Result<void> replace_file(const std::filesystem::path& path, std::string_view bytes);

// Creates the folder and those above it that are missing, each synced into its parent.
Result<void> create_folders(const std::filesystem::path& folder);

}  // namespace base
