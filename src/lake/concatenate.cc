#include "lake/concatenate.h"

#include <fcntl.h>

#include <algorithm>

#include "base/file.h"

namespace lake {
namespace {

constexpr std::int64_t kStep = 64 << 20;  // copied by one system call

base::Result<void> copy_through_buffer(int from, int to, std::int64_t left) {
  std::string buffer(1 << 20, '\0');
  while (left > 0) {
    const ssize_t count =
        ::read(from, buffer.data(), static_cast<std::size_t>(std::min<std::int64_t>(left, 1 << 20)));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return base::errno_failure("reading a part");
    if (count == 0) return base::failure("a part's file is {} bytes short", left);
    TRY(base::write_fully(to, std::string_view(buffer).substr(0, static_cast<std::size_t>(count))));
    left -= count;
  }
  return {};
}

base::Result<void> append_all(ContentFolder& contents, std::span<const Content> pieces, int to) {
  for (const Content& piece : pieces) {
    const base::Fd from = TRY(contents.open(piece.id, O_RDONLY));
    TRY(append_file(from.get(), to, piece.size));
  }
  return base::sync_file(to);
}

}  // namespace

base::Result<void> append_file(int from, int to, std::int64_t left) {
  while (left > 0) {
    const ssize_t count =
        ::copy_file_range(from, nullptr, to, nullptr, static_cast<std::size_t>(std::min(left, kStep)), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == ENOSPC) return base::errno_failure("joining parts");
    if (count <= 0)
      return copy_through_buffer(from, to, left);  // not on this file system, or a file cut short
    left -= count;
  }
  return {};
}

base::Result<ContentId> concatenate(ContentFolder& contents, std::span<const Content> pieces) {
  const ContentFolder::Created created = TRY(contents.create());
  base::Result<void> joined = append_all(contents, pieces, created.file.get());
  if (joined.ok()) joined = contents.sync_names({&created.id, 1});
  if (!joined.ok()) {
    contents.discard({&created.id, 1});
    return std::move(joined).error();
  }
  return created.id;
}

}  // namespace lake
