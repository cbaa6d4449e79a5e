#include "engine/storage/charset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace engine {
namespace {

constexpr char32_t kReplacement = 0xfffd;

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  out += static_cast<char>((0xff00 >> (more + 1) & 0xff) | code >> 6 * more);
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> 6 * i & 0x3f));
}

// Of valid UTF-8.
char32_t take_code(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t code = size == 1 ? first : first & (0x7f >> size);
  for (std::size_t i = 1; i < size && i < text.size(); ++i)
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
  text.remove_prefix(std::min(size, text.size()));
  return code;
}

// How one kind of bytes is cut into characters.
class Units {
 public:
  explicit Units(Charset charset) : charset_(charset), big_(charset != Charset::Utf16Le) {}

  // The character at the beginning, and how many bytes it takes; 0: more are needed.
  std::pair<char32_t, std::size_t> next(std::string_view bytes) {
    if (size() == 1) return single(static_cast<unsigned char>(bytes[0]));
    if (bytes.size() < size()) return {kReplacement, 0};
    const char32_t unit = unit_at(bytes, 0);
    if (std::exchange(first_, false) && takes_mark(unit)) return {kNothing, size()};
    if (size() == 4) return {unit > 0x10ffff || is_half(unit) ? kReplacement : unit, 4};
    if (!is_half(unit)) return {unit, 2};
    if (unit >= 0xdc00) return {kReplacement, 2};
    if (bytes.size() < 4) return {kReplacement, 0};
    const char32_t low = unit_at(bytes, 2);
    if (low < 0xdc00 || low > 0xdfff) return {kReplacement, 2};
    return {0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff)), 4};
  }

  static constexpr char32_t kNothing = 0xffffffff;  // a mark

 private:
  std::size_t size() const {
    if (charset_ == Charset::Ascii || charset_ == Charset::Latin1) return 1;
    return charset_ == Charset::Utf32 ? 4 : 2;
  }
  std::pair<char32_t, std::size_t> single(unsigned char byte) const {
    return {byte > 0x7f && charset_ == Charset::Ascii ? kReplacement : char32_t{byte}, 1};
  }
  static bool is_half(char32_t unit) { return unit >= 0xd800 && unit <= 0xdfff; }

  char32_t unit_at(std::string_view bytes, std::size_t from) const {
    char32_t unit = 0;
    for (std::size_t i = 0; i < size(); ++i)
      unit = unit << 8 | static_cast<unsigned char>(bytes[from + (big_ ? i : size() - 1 - i)]);
    return unit;
  }

  // One that says the other order turns it around, where the charset leaves it open.
  bool takes_mark(char32_t unit) {
    if (unit == 0xfeff) return true;
    const bool is_open = charset_ == Charset::Utf16 || charset_ == Charset::Utf32;
    if (!is_open || unit != (size() == 2 ? char32_t{0xfffe} : char32_t{0xfffe0000})) return false;
    big_ = false;
    return true;
  }

  const Charset charset_;
  bool big_;
  bool first_ = true;
};

// Bytes come from an inner decoder, or as they are. A character that does not fit into the room for it waits.
class CharsetDecoder final : public Decoder {
 public:
  CharsetDecoder(Charset charset, std::unique_ptr<Decoder> inner)
      : inner_(std::move(inner)), units_(charset) {}

  base::Result<Step> decode(std::string_view from, std::span<char> into) override {
    Step step;
    step.consumed = TRY(take(from));
    while (bytes_.size() > used_ && text_.size() < into.size()) {
      const auto [code, size] = units_.next(std::string_view(bytes_).substr(used_));
      if (size == 0) break;
      used_ += size;
      if (code != Units::kNothing) append_utf8(text_, code);
    }
    bytes_.erase(0, std::exchange(used_, 0));
    step.produced = text_.copy(into.data(), into.size());
    text_.erase(0, step.produced);
    return step;
  }

  bool at_boundary() const override { return bytes_.empty() && (!inner_ || inner_->at_boundary()); }

 private:
  static constexpr std::size_t kBytes = std::size_t{64} << 10;

  base::Result<std::size_t> take(std::string_view from) {
    if (bytes_.size() >= kBytes) return std::size_t{0};
    if (!inner_) {
      const std::string_view taken = from.substr(0, kBytes);
      bytes_ += taken;
      return taken.size();
    }
    const std::size_t held = bytes_.size();
    bytes_.resize(held + kBytes);
    const Step inner = TRY(inner_->decode(from, std::span(bytes_).subspan(held)));
    bytes_.resize(held + inner.produced);
    return inner.consumed;
  }

  const std::unique_ptr<Decoder> inner_;
  Units units_;
  std::string bytes_;  // of the charset
  std::size_t used_ = 0;
  std::string text_;  // of UTF-8, that found no room yet
};

constexpr std::array<std::pair<std::string_view, Charset>, 7> kNames = {{{"utf-8", Charset::Utf8},
                                                                         {"us-ascii", Charset::Ascii},
                                                                         {"iso-8859-1", Charset::Latin1},
                                                                         {"utf-16", Charset::Utf16},
                                                                         {"utf-16be", Charset::Utf16Be},
                                                                         {"utf-16le", Charset::Utf16Le},
                                                                         {"utf-32", Charset::Utf32}}};

void append_unit(std::string& bytes, char32_t unit, int size, bool big_endian) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(unit >> 8 * (big_endian ? size - 1 - i : i));
}

void append_utf16(std::string& bytes, char32_t code, bool big_endian) {
  if (code > 0xffff) append_unit(bytes, 0xd7c0 + (code >> 10), 2, big_endian);
  append_unit(bytes, code > 0xffff ? 0xdc00 + (code & 0x3ff) : code, 2, big_endian);
}

}  // namespace

std::optional<Charset> charset_named(std::string_view name) {
  for (const auto& [known, charset] : kNames)
    if (base::iequals(name, known)) return charset;
  return std::nullopt;
}

base::Error no_charset(std::string_view name, std::string_view asked_by) {
  return base::refusal("INVALID_PARAMETER_VALUE.CHARSET", 400,
                       fmt::format("[INVALID_PARAMETER_VALUE.CHARSET] The value of parameter(s) `charset` in "
                                   "`{}` is invalid: expects one of the iso-8859-1, us-ascii, utf-16, "
                                   "utf-16be, utf-16le, utf-32, utf-8, but got {}.",
                                   asked_by, name));
}

std::unique_ptr<Decoder> make_charset_decoder(Charset charset, std::unique_ptr<Decoder> inner) {
  return std::make_unique<CharsetDecoder>(charset, std::move(inner));
}

std::string encode_text(std::string_view text, Charset charset) {
  if (charset == Charset::Utf8) return std::string(text);
  const char32_t most = charset == Charset::Ascii ? 0x7f : 0xff;
  std::string bytes;
  while (!text.empty()) {
    const char32_t code = take_code(text);
    if (charset == Charset::Ascii || charset == Charset::Latin1)
      bytes += code > most ? '?' : static_cast<char>(code);
    else if (charset == Charset::Utf32)
      append_unit(bytes, code, 4, true);
    else
      append_utf16(bytes, code, charset != Charset::Utf16Le);
  }
  return bytes;
}

std::string_view byte_order_mark(Charset charset) {
  return charset == Charset::Utf16 ? std::string_view("\xfe\xff", 2) : std::string_view();
}

}  // namespace engine
