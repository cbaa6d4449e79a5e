#include "services/athena/result_page.h"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace services::athena {
namespace {

constexpr std::size_t kChunk = 64 << 10;
// A page ends behind the row that reaches so many bytes, however many rows it may have: the answer is built
// in memory.
constexpr std::int64_t kPageBytes = 4 << 20;

base::Error damaged(std::int64_t offset) {
  return base::refusal(
      "InvalidRequestException", 400,
      fmt::format("The results of the query are not as Athena wrote them, near byte {}", offset));
}

// The bytes of a file one by one, read in chunks.
class Bytes {
 public:
  Bytes(int fd, std::int64_t offset, std::int64_t end) : fd_(fd), offset_(offset), end_(end) {}

  bool at_end() const { return offset_ >= end_; }
  std::int64_t offset() const { return offset_; }

  // The next byte, which is not taken; only before the end.
  base::Result<char> peek() {
    if (position_ == filled_) TRY(fill());
    return chunk_[position_];
  }
  base::Result<char> take() {
    const char c = TRY(peek());
    ++position_;
    ++offset_;
    return c;
  }

 private:
  base::Result<void> fill() {
    const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(kChunk, end_ - offset_));
    const ssize_t got = ::pread(fd_, chunk_.data(), wanted, offset_);
    if (got < 0) return base::errno_failure("reading a result file");
    if (got == 0) return damaged(offset_);
    position_ = 0;
    filled_ = static_cast<std::size_t>(got);
    return {};
  }

  int fd_;
  std::int64_t offset_;
  std::int64_t end_;
  std::array<char, kChunk> chunk_;
  std::size_t position_ = 0;
  std::size_t filled_ = 0;
};

base::Result<std::string> quoted(Bytes& bytes) {
  TRY(bytes.take());
  std::string value;
  while (true) {
    if (bytes.at_end()) return damaged(bytes.offset());
    const char c = TRY(bytes.take());
    if (c == '"') {
      if (bytes.at_end() || TRY(bytes.peek()) != '"') return value;
      TRY(bytes.take());
    }
    value += c;
  }
}

base::Result<std::vector<std::optional<std::string>>> row(Bytes& bytes) {
  std::vector<std::optional<std::string>> cells;
  while (true) {
    std::optional<std::string> cell;
    if (!bytes.at_end() && TRY(bytes.peek()) == '"') cell = TRY(quoted(bytes));
    cells.push_back(std::move(cell));
    if (bytes.at_end()) return damaged(bytes.offset());
    const char end = TRY(bytes.take());
    if (end == '\n') return cells;
    if (end != ',') return damaged(bytes.offset());
  }
}

}  // namespace

base::Result<ResultPage> read_result_page(int fd, std::int64_t size, std::int64_t offset, int max_rows) {
  if (offset < 0 || offset > size)
    return base::refusal("InvalidRequestException", 400, "The NextToken is not valid");
  Bytes bytes(fd, offset, size);
  ResultPage page;
  while (!bytes.at_end() && static_cast<int>(page.rows.size()) < max_rows &&
         bytes.offset() - offset < kPageBytes)
    page.rows.push_back(TRY(row(bytes)));
  if (!bytes.at_end()) page.next_offset = bytes.offset();
  return page;
}

}  // namespace services::athena
