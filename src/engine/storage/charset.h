#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/decoder.h"

namespace engine {

// How the characters of a text are bytes, by the names that Spark knows: UTF-8, ISO-8859-1, US-ASCII, UTF-16,
// UTF-16BE, UTF-16LE, UTF-32.
enum class Charset { Utf8, Ascii, Latin1, Utf16, Utf16Be, Utf16Le, Utf32 };

std::optional<Charset> charset_named(std::string_view name);  // in any case
// Spark's refusal of another name (INVALID_PARAMETER_VALUE.CHARSET), asked by its options of that class.
base::Error no_charset(std::string_view name, std::string_view asked_by);

// Makes UTF-8 of a text's bytes, from which an inner decoder may have been made first; what is none of the
// charset's becomes U+FFFD, as Java has it. A mark of the order of bytes at the beginning is taken away.
std::unique_ptr<Decoder> make_charset_decoder(Charset charset, std::unique_ptr<Decoder> inner);

// The bytes of a text of UTF-8; what the charset does not have becomes ?. UTF-16 and UTF-32 are big-endian,
// and without their mark.
std::string encode_text(std::string_view text, Charset charset);
// What a file of the charset begins with.
std::string_view byte_order_mark(Charset charset);

}  // namespace engine
