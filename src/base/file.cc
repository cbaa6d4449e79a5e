#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace base {

Result<Fd> open_file(const std::filesystem::path& path, int flags, int mode) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return errno_failure("opening {}", path.string());
  return Fd(fd);
}

Result<void> write_fully(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno_failure("writing {} bytes", bytes.size());
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::int64_t> file_size(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return errno_failure("asking for a file's size");
  return static_cast<std::int64_t>(status.st_size);
}

Result<std::size_t> read_at(int fd, std::span<char> into, std::int64_t offset) {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count =
        ::pread(fd, into.data() + done, into.size() - done, offset + static_cast<std::int64_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno_failure("reading a file");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

Result<void> sync_file(int fd) {
  if (::fdatasync(fd) != 0) return errno_failure("syncing a file");
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const Fd fd = TRY(open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::fsync(fd.get()) != 0) return errno_failure("syncing folder {}", folder.string());
  return {};
}

Result<std::string> read_file(const std::filesystem::path& path) {
  const Fd fd = TRY(open_file(path, O_RDONLY));
  std::string bytes;
  char buffer[16 * 1024];
  for (;;) {
    const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno_failure("reading {}", path.string());
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

Result<void> replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path beside = path.string() + ".new";
  const Fd fd = TRY(open_file(beside, O_WRONLY | O_CREAT | O_TRUNC));
  TRY(write_fully(fd.get(), bytes));
  TRY(sync_file(fd.get()));
  if (::rename(beside.c_str(), path.c_str()) != 0) return errno_failure("renaming {}", beside.string());
  return sync_folder(path.parent_path());
}

Result<void> create_folders(const std::filesystem::path& folder) {
  if (folder.empty() || ::access(folder.c_str(), F_OK) == 0) return {};
  TRY(create_folders(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return errno_failure("creating {}", folder.string());
  return sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
}

}  // namespace base
