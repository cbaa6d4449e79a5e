#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/input_check.h"
#include "wire/shape.h"

namespace wire {

// A structure from CBOR (RFC 8949) as Smithy's rpc-v2-cbor uses it: maps by member names, times as tag 1.
// What is no CBOR, nesting beyond 64 levels and values of another type are a SerializationException; members
// that the model does not have are skipped; all else that is wrong goes to `check`. No bytes at all are an
// empty structure.
base::Result<void> decode_cbor(const Shape& shape, std::string_view bytes, InputCheck& check, void* into);

std::string encode_cbor(const Shape& shape, const void* value);

// The start of a map of so many entries, and a text; bytes that are no UTF-8 become U+FFFD.
void append_cbor_map(std::string& out, std::size_t entries);
void append_cbor_text(std::string& out, std::string_view text);

// Kinds of data items, by the first three bits.
enum class CborMajor : std::uint8_t { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

inline constexpr std::uint8_t kCborIndefinite =
    31;                                        // the length is told by a break; alone (Simple): the break
inline constexpr std::uint64_t kCborTime = 1;  // the tag of seconds since the epoch
inline constexpr std::uint8_t kCborFalse = 20, kCborTrue = 21, kCborNull = 22, kCborUndefined = 23;
inline constexpr std::uint8_t kCborHalf = 25, kCborFloat = 26, kCborDouble = 27;

}  // namespace wire
