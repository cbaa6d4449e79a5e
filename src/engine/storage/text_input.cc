#include "engine/storage/text_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace engine {
namespace {

constexpr std::size_t kFetchBytes = std::size_t{256} << 10;
constexpr std::size_t kSkipBytes = std::size_t{64} << 10;
constexpr std::int64_t kCountBytes = std::int64_t{1} << 20;

// Counts \n, \r and \r\n as one line end each, over texts that follow each other.
class LineCounter {
 public:
  void add(std::string_view text) {
    for (const char byte : text) {
      lines_ += byte == '\r' || (byte == '\n' && before_ != '\r');
      before_ = byte;
    }
  }
  std::int64_t line() const { return lines_ + 1; }

 private:
  std::int64_t lines_ = 0;
  char before_ = 0;
};

}  // namespace

std::optional<std::string> other_than_utf8(std::string_view start) {
  const auto nul_at = [&](std::size_t place) { return start.size() > place && start[place] == 0; };
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff") ||
      (nul_at(1) && nul_at(3) && !nul_at(0)) || (nul_at(0) && nul_at(2) && !nul_at(1)))
    return "the text is UTF-16; only UTF-8 is read";
  const auto compression = compression_by_content(start);
  if (compression == Compression::None) return std::nullopt;
  return fmt::format("the file is compressed with {}, which neither its name nor an option says",
                     name_of(compression));
}

base::Result<std::shared_ptr<TextInput>> TextInput::open(std::shared_ptr<const InputFile> file,
                                                         std::optional<Compression> said, Charset charset) {
  const auto compression = said ? *said : TRY(compression_by_name(file->uri()));
  std::shared_ptr<TextInput> input(new TextInput(std::move(file), compression, charset));
  input->rewind();
  return input;
}

std::int64_t TextInput::size() const {
  return decoded() ? std::numeric_limits<std::int64_t>::max() : file_->size();
}

void TextInput::rewind() {
  if (!decoded()) return;
  decoder_ = compression_ == Compression::None ? nullptr : make_decoder(compression_);
  if (charset_ != Charset::Utf8) decoder_ = make_charset_decoder(charset_, std::move(decoder_));
  fetched_.clear();
  used_ = 0;
  next_fetch_ = 0;
  position_ = 0;
}

base::Result<std::size_t> TextInput::read_at(std::span<char> into, std::int64_t offset) {
  if (!decoded()) return file_->read_at(into, offset);
  if (offset < position_) rewind();
  std::string skipped;
  while (position_ < offset) {
    skipped.resize(static_cast<std::size_t>(std::min<std::int64_t>(kSkipBytes, offset - position_)));
    if (TRY(decode(skipped)) == 0) return std::size_t{0};
  }
  return decode(into);
}

// Fills `into`; fewer bytes only at the end.
base::Result<std::size_t> TextInput::decode(std::span<char> into) {
  std::size_t done = 0;
  while (done < into.size()) {
    auto step = decoder_->decode(std::string_view(fetched_).substr(used_), into.subspan(done));
    if (!step.ok()) return std::move(step).error().context(file_->uri());
    used_ += step->consumed;
    done += step->produced;
    if (step->consumed > 0 || step->produced > 0) continue;
    if (TRY(fetch())) continue;
    if (!decoder_->at_boundary() && file_->size() > 0)
      return base::refusal("BadData", 400,
                           fmt::format("{}: the file ends inside of {}.", file_->uri(),
                                       compression_ == Compression::None
                                           ? std::string("a character")
                                           : fmt::format("what {} compressed", name_of(compression_))));
    break;
  }
  position_ += static_cast<std::int64_t>(done);
  return done;
}

// More compressed bytes behind those that are left; false at the end of the object.
base::Result<bool> TextInput::fetch() {
  fetched_.erase(0, used_);
  used_ = 0;
  const auto kept = fetched_.size();
  const auto left = static_cast<std::size_t>(file_->size() - next_fetch_);
  fetched_.resize(kept + std::min(kFetchBytes, left));
  const auto count = TRY(file_->read_at({fetched_.data() + kept, fetched_.size() - kept}, next_fetch_));
  fetched_.resize(kept + count);
  next_fetch_ += static_cast<std::int64_t>(count);
  return count > 0;
}

base::Error bad_data_at(TextInput& input, std::int64_t offset, std::string_view what) {
  LineCounter lines;
  std::string bytes;
  for (std::int64_t at = 0; at < offset;) {
    bytes.resize(static_cast<std::size_t>(std::min(kCountBytes, offset - at)));
    const auto read = input.read_at(bytes, at);
    if (!read.ok() || *read == 0) break;
    lines.add(std::string_view(bytes).substr(0, *read));
    at += static_cast<std::int64_t>(*read);
  }
  return base::refusal("BadData", 400, fmt::format("{} line {}: {}.", input.uri(), lines.line(), what));
}

}  // namespace engine
