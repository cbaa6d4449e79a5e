#include <algorithm>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/spark_kernels.h"
#include "engine/storage/charset.h"
#include "engine/storage/raise.h"

// encode(text, charset), decode(bytes, charset): https://spark.apache.org/docs/latest/api/sql/#encode
namespace engine {
namespace {

using View = std::string_view;

Charset charset_of(View name, View function) {
  const auto charset = charset_named(name);
  if (!charset) raise(no_charset(name, function));
  return *charset;
}

[[noreturn]] void refuse_coding(View function, View charset) {
  refuse_value("MALFORMED_CHARACTER_CODING", "Invalid value found when performing `" + std::string(function) +
                                                 "` with " + std::string(charset));
}

std::optional<std::string> encode(View text, View name) {
  const Charset charset = charset_of(name, "encode");
  if (text.empty()) return std::string();
  const bool is_narrow = charset == Charset::Ascii || charset == Charset::Latin1;
  const char32_t most = charset == Charset::Ascii ? 0x7f : 0xff;
  const auto is_beyond = [&](char32_t code) { return code > most; };
  if (is_narrow && std::ranges::any_of(code_points(text), is_beyond)) refuse_coding("encode", name);
  return std::string(byte_order_mark(charset)) + encode_text(text, charset);
}

std::uint32_t unit_at(View bytes, std::size_t at, std::size_t size, bool big_endian) {
  std::uint32_t unit = 0;
  for (std::size_t i = 0; i < size; ++i)
    unit = unit << 8 | static_cast<unsigned char>(bytes[at + (big_endian ? i : size - 1 - i)]);
  return unit;
}

// No value: it is no UTF-16.
std::optional<std::string> from_utf16(View bytes, bool big_endian) {
  std::string text;
  if (bytes.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    std::uint32_t code = unit_at(bytes, i, 2, big_endian);
    if (code >= 0xdc00 && code < 0xe000) return std::nullopt;
    if (code >= 0xd800 && code < 0xdc00) {
      i += 2;
      const std::uint32_t low = i < bytes.size() ? unit_at(bytes, i, 2, big_endian) : 0;
      if (low < 0xdc00 || low >= 0xe000) return std::nullopt;
      code = 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff));
    }
    text += encode_utf8(code);
  }
  return text;
}

// A mark at the beginning says the order of the bytes.
std::optional<std::string> from_marked(View bytes, std::size_t size) {
  const View big = size == 2 ? View("\xfe\xff", 2) : View("\0\0\xfe\xff", 4);
  const View little = size == 2 ? View("\xff\xfe", 2) : View("\xff\xfe\0\0", 4);
  const bool is_little = bytes.starts_with(little);
  if (is_little || bytes.starts_with(big)) bytes.remove_prefix(size);
  if (size == 2) return from_utf16(bytes, !is_little);
  std::string text;
  if (bytes.size() % 4 != 0) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::uint32_t code = unit_at(bytes, i, 4, !is_little);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return std::nullopt;
    text += encode_utf8(code);
  }
  return text;
}

std::optional<std::string> from_bytes(View bytes, std::uint32_t most) {
  std::string text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code > most) return std::nullopt;
    text += encode_utf8(code);
  }
  return text;
}

std::optional<std::string> decoded(View bytes, Charset charset) {
  switch (charset) {
    case Charset::Ascii:
      return from_bytes(bytes, 0x7f);
    case Charset::Latin1:
      return from_bytes(bytes, 0xff);
    case Charset::Utf8:
      return base::is_valid_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
    case Charset::Utf16:
      return from_marked(bytes, 2);
    case Charset::Utf16Be:
    case Charset::Utf16Le:
      return from_utf16(bytes, charset == Charset::Utf16Be);
    case Charset::Utf32:
      return from_marked(bytes, 4);
  }
  return std::nullopt;
}

std::optional<std::string> decode(View bytes, View name) {
  auto text = decoded(bytes, charset_of(name, "decode"));
  if (!text) refuse_coding("decode", name);
  return text;
}

}  // namespace

std::vector<SparkKernel> spark_charset_kernels() {
  const Type text = Type::VARCHAR, bytes = Type::BLOB;
  return {
      {"encode", {text, text}, bytes, row_kernel<View, View>(encode), {}, true},
      {"inner.decode", {bytes, text}, text, row_kernel<View, View>(decode), {}, true},
  };
}

}  // namespace engine
