#include "store/reserve.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

namespace store {
namespace {

constexpr std::int64_t kLittle = 1 << 20;  // a disk that has not even that is full

// Whether the file has so many bytes of its own on the disk; they are not written.
bool allocate(const std::filesystem::path& file, std::int64_t bytes) {
  const auto fd = base::open_file(file, O_RDWR | O_CREAT);
  return fd.ok() && ::posix_fallocate(fd->get(), 0, bytes) == 0;
}

}  // namespace

void Reserve::take() {
  if (held_) return;
  if (given_up_ && !has_twice_as_much()) return;
  held_ = allocate(file_, bytes_);
  if (!held_) ::unlink(file_.c_str());
}

// Twice, so that at the edge it is not taken and given up in turns.
bool Reserve::has_twice_as_much() const {
  std::error_code error;
  const auto space = std::filesystem::space(file_.parent_path(), error);
  return !error && space.available >= static_cast<std::uintmax_t>(2 * bytes_);
}

void Reserve::give_up_when_full() {
  if (!held_) return;
  const std::filesystem::path probe = file_.string() + ".probe";
  const bool full = !allocate(probe, kLittle);
  ::unlink(probe.c_str());
  if (!full) return;
  spdlog::warn("the disk of {} is full: until something is removed, nothing new is stored", file_.string());
  ::unlink(file_.c_str());
  held_ = false;
  given_up_ = true;
}

}  // namespace store
