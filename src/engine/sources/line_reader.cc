#include "engine/sources/line_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/sources/csv_structure.h"

namespace engine {
namespace {

constexpr std::size_t kFetchBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

// In the buffer; npos: it is not there.
std::size_t LineReader::find_end(std::size_t from) const {
  return line_end_.empty() ? buffer_.find_first_of("\r\n", from) : buffer_.find(line_end_, from);
}

std::size_t LineReader::end_size(std::size_t end) const {
  if (!line_end_.empty()) return line_end_.size();
  return buffer_[end] == '\r' && end + 1 < buffer_.size() && buffer_[end + 1] == '\n' ? 2 : 1;
}

base::Result<bool> LineReader::next() {
  if (!started_) TRY(start());
  for (std::size_t searched = position_;;) {
    const auto end = find_end(searched);
    // Whether \n follows \r shows in the byte behind it.
    const bool is_open =
        end == buffer_.npos || (line_end_.empty() && buffer_[end] == '\r' && end + 1 == buffer_.size());
    if (is_open && !at_end_) {
      if (buffer_.size() - position_ > longest_)
        return bad_data_at(*file_, buffer_offset_ + static_cast<std::int64_t>(position_),
                           fmt::format("the line is longer than {} MiB", longest_ >> 20));
      // The beginning of what ends lines may have been seen.
      const auto kept = (end == buffer_.npos ? buffer_.size() : end) - position_;
      TRY(fetch());
      searched = position_ + kept - std::min(kept, line_end_.empty() ? 0 : line_end_.size() - 1);
      continue;
    }
    if (end == buffer_.npos && position_ == buffer_.size()) return false;
    const auto line_end = end == buffer_.npos ? buffer_.size() : end;
    line_ = std::string_view(buffer_).substr(position_, line_end - position_);
    line_offset_ = buffer_offset_ + static_cast<std::int64_t>(position_);
    if (line_offset_ >= end_) return false;
    position_ = end == buffer_.npos ? buffer_.size() : end + end_size(end);
    TRY(check());
    return true;
  }
}

// From the byte before the range on, whose line is another's: the first line is skipped unless the range
// begins it.
base::Result<void> LineReader::start() {
  started_ = true;
  buffer_offset_ = begin_ > 0 ? begin_ - 1 : 0;
  TRY(fetch());
  if (begin_ == 0) {
    if (const auto other = other_than_utf8(buffer_)) return bad_data_at(*file_, 0, *other);
    if (std::string_view(buffer_).starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
    return {};
  }
  for (;;) {
    const auto end = find_end(position_);
    if (end == buffer_.npos) {
      position_ = buffer_.size();
      if (at_end_ || buffer_offset_ + static_cast<std::int64_t>(position_) >= end_) return {};
      TRY(fetch());
      continue;
    }
    position_ = end;
    if (end + 1 == buffer_.size() && !at_end_) {
      TRY(fetch());
      continue;
    }
    position_ = end + end_size(end);
    return {};
  }
}

// More bytes behind those from the next line on.
base::Result<bool> LineReader::fetch() {
  buffer_.erase(0, position_);
  buffer_offset_ += static_cast<std::int64_t>(position_);
  position_ = 0;
  const auto kept = buffer_.size();
  buffer_.resize(kept + std::max(kFetchBytes, kept));
  const auto wanted = buffer_.size() - kept;
  const auto count =
      TRY(file_->read_at({buffer_.data() + kept, wanted}, buffer_offset_ + static_cast<std::int64_t>(kept)));
  buffer_.resize(kept + count);
  at_end_ = count < wanted;
  return count > 0;
}

base::Result<void> LineReader::check() {
  if (line_.size() > longest_)
    return bad_data_at(*file_, line_offset_, fmt::format("the line is longer than {} MiB", longest_ >> 20));
  if (bytes_ == Bytes::Any || is_ascii(line_) || base::is_valid_utf8(line_)) return {};
  return bad_data_at(*file_, line_offset_, "the text is not valid UTF-8");
}

}  // namespace engine
