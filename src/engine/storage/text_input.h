#pragma once

#include <memory>
#include <optional>

#include "engine/storage/charset.h"
#include "engine/storage/input_file.h"

namespace engine {

// What the first bytes of a text say it is instead of UTF-8, as an error goes on from the text's name.
std::optional<std::string> other_than_utf8(std::string_view start);

// The text of one object in UTF-8, decoded on the way when the object is compressed or of another charset.
// Then it is read front to back: going forth skips, going back begins again. One thread.
class TextInput {
 public:
  // `said`: how it is compressed when that is known otherwise than by the object's name.
  static base::Result<std::shared_ptr<TextInput>> open(std::shared_ptr<const InputFile> file,
                                                       std::optional<Compression> said = std::nullopt,
                                                       Charset charset = Charset::Utf8);

  const std::string& uri() const { return file_->uri(); }
  bool decoded() const { return compression_ != Compression::None || charset_ != Charset::Utf8; }
  // Of the text; of one that is decoded, the most that there may be.
  std::int64_t size() const;

  // Fills `into` from `offset`; fewer bytes only at the end of the text.
  base::Result<std::size_t> read_at(std::span<char> into, std::int64_t offset);

 private:
  TextInput(std::shared_ptr<const InputFile> file, Compression compression, Charset charset)
      : file_(std::move(file)), compression_(compression), charset_(charset) {}
  void rewind();
  base::Result<std::size_t> decode(std::span<char> into);
  base::Result<bool> fetch();

  const std::shared_ptr<const InputFile> file_;
  const Compression compression_;
  const Charset charset_;
  std::unique_ptr<Decoder> decoder_;
  std::string fetched_;          // bytes of the object
  std::size_t used_ = 0;         // of them
  std::int64_t next_fetch_ = 0;  // their place in the object
  std::int64_t position_ = 0;    // in the text, of the next byte that is decoded
};

// Bad data, named by file and line. Lines (\n, \r or \r\n) are counted only now, from the start of the text:
// the way without errors never needs to know them.
base::Error bad_data_at(TextInput& input, std::int64_t offset, std::string_view what);

}  // namespace engine
