#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// The recorder lives inside another program: it calls the kernel directly (syscall), never the functions that
// it stands in front of, and leaves errno as its host expects it.
namespace power_cut {

// rebuild.py reads these by number.
enum class Kind : std::uint8_t {
  Open = 1,       // with O_CREAT or O_TRUNC; `size` holds the flags
  Write = 2,      // `data` came to stand at `offset`
  Truncate = 3,   // the file has `size` bytes now
  SyncBegin = 4,  // an fsync of a file or a folder; `offset` is a ticket
  SyncEnd = 5,    // it succeeded: all that was recorded before its begin is on the disk
  Rename = 6,     // `path` is now called `other`
  Unlink = 7,
  MakeFolder = 8,
  RemoveFolder = 9,
  Link = 10,     // `path` is one more name of the file
  Symlink = 11,  // `other` points to `path`
  Answer = 12,   // bytes are about to leave on a TCP connection; `path` is the peer, `data` their beginning
  Map = 13,      // a shared mapping that can write: what happens through it is not seen
  Unseen = 14,   // something that cannot be recorded, named in `path`
  Start = 15,    // a process begins to be recorded; `path` is its program
};

// Which file it is whatever it is called: an inode's number comes back after a removal, its birth does not.
struct Identity {
  std::uint64_t inode = 0;
  std::uint64_t birth_ns = 0;
};

struct Record {
  Kind kind;
  Identity file{};
  std::int64_t offset = 0;
  std::int64_t size = 0;
  std::string_view path{};
  std::string_view other{};
  std::span<const iovec> data{};
  std::size_t data_limit = SIZE_MAX;  // of `data`, only so many bytes
};

// Whether this process is recorded: both variables are set.
//   POWER_CUT_FOLDER  below which folder files count
//   POWER_CUT_LOG     where the records go; all processes append to it
bool is_active();
const std::string& log_path();
const std::string& folder_path();

// Appends one record in one step, so that those of several processes do not mix.
void append(const Record& record);

// Below the recorded folder, or the folder itself.
bool is_recorded(std::string_view path);

// Where an open descriptor leads, also one that came from another process.
std::string path_of(int fd);

// The absolute path without symbolic links of what `path` names or will name, seen from folder `dirfd`.
std::string path_at(int dirfd, const char* path);

Identity identity_of(int fd);

// A regular file or folder that counts; `path` is empty for anything else.
struct Place {
  std::string path;
  Identity file;
  explicit operator bool() const { return !path.empty(); }
};
Place place_of(int fd);

// Keeps errno as the host's own call left it.
class KeepErrno {
 public:
  KeepErrno();
  ~KeepErrno();

 private:
  int value_;
};

}  // namespace power_cut

// Marks a function that stands in front of the C library's.
#define POWER_CUT_EXPORT extern "C" __attribute__((visibility("default")))
