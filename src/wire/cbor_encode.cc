#include <bit>
#include <cmath>

#include "base/assert.h"
#include "base/clock.h"
#include "base/text.h"
#include "wire/cbor_codec.h"

namespace wire {
namespace {

template <typename T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

void append_byte(std::string& out, CborMajor major, std::uint8_t info) {
  out += static_cast<char>(static_cast<unsigned>(major) << 5 | info);
}

void append_big_endian(std::string& out, std::uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

// The shortest form of the number.
void append_head(std::string& out, CborMajor major, std::uint64_t number) {
  if (number < 24) return append_byte(out, major, static_cast<std::uint8_t>(number));
  const int size_class = number <= 0xFF ? 0 : number <= 0xFFFF ? 1 : number <= 0xFFFFFFFF ? 2 : 3;
  append_byte(out, major, static_cast<std::uint8_t>(24 + size_class));
  append_big_endian(out, number, 1 << size_class);
}

void append_integer(std::string& out, std::int64_t number) {
  if (number >= 0) return append_head(out, CborMajor::Unsigned, static_cast<std::uint64_t>(number));
  append_head(out, CborMajor::Negative, static_cast<std::uint64_t>(-1 - number));
}

void append_double(std::string& out, double number) {
  append_byte(out, CborMajor::Simple, kCborDouble);
  append_big_endian(out, std::bit_cast<std::uint64_t>(number), 8);
}

void append_float(std::string& out, float number) {
  append_byte(out, CborMajor::Simple, kCborFloat);
  append_big_endian(out, std::bit_cast<std::uint32_t>(number), 4);
}

void append_time(std::string& out, base::Timestamp time) {
  append_head(out, CborMajor::Tag, kCborTime);
  const std::int64_t micros = base::to_micros(time);
  if (micros % 1'000'000 == 0) return append_integer(out, micros / 1'000'000);
  append_double(out, static_cast<double>(micros) / 1e6);
}

void append_value(std::string& out, const Shape& shape, const void* value);

// Counted first, because a map's head says how many entries follow.
void append_structure(std::string& out, const Shape& shape, const void* value) {
  std::size_t present = 0;
  for (const Member& member : shape.members) present += member.shape && member.get(value) ? 1 : 0;
  append_cbor_map(out, present);
  for (const Member& member : shape.members) {
    const void* field = member.shape ? member.get(value) : nullptr;
    if (!field) continue;
    append_cbor_text(out, member.wire_name);
    append_value(out, *member.shape, field);
  }
}

void append_list(std::string& out, const Shape& shape, const void* value) {
  const std::size_t size = shape.list->size(value);
  append_head(out, CborMajor::Array, size);
  for (std::size_t i = 0; i < size; ++i) append_value(out, *shape.element, shape.list->at(value, i));
}

void append_map(std::string& out, const Shape& shape, const void* value) {
  std::size_t size = 0;
  shape.map->for_each(value, [&](const std::string&, const void*) { ++size; });
  append_cbor_map(out, size);
  shape.map->for_each(value, [&](const std::string& key, const void* entry) {
    append_cbor_text(out, key);
    append_value(out, *shape.element, entry);
  });
}

void append_value(std::string& out, const Shape& shape, const void* value) {
  switch (shape.kind) {
    case Kind::Structure:
      return append_structure(out, shape, value);
    case Kind::List:
      return append_list(out, shape, value);
    case Kind::Map:
      return append_map(out, shape, value);
    case Kind::String:
      return append_cbor_text(out, as<std::string>(value));
    case Kind::Blob:
      append_head(out, CborMajor::Bytes, as<std::string>(value).size());
      out += as<std::string>(value);
      return;
    case Kind::Boolean:
      return append_byte(out, CborMajor::Simple, as<bool>(value) ? kCborTrue : kCborFalse);
    case Kind::Integer:
      return append_integer(out, as<std::int32_t>(value));
    case Kind::Long:
      return append_integer(out, as<std::int64_t>(value));
    case Kind::Float:
      return append_float(out, as<float>(value));
    case Kind::Double:
      return append_double(out, as<double>(value));
    case Kind::Timestamp:
      return append_time(out, as<base::Timestamp>(value));
    case Kind::RequestStream:
    case Kind::ResponseStream:
      break;
  }
  UNREACHABLE("no service that speaks CBOR streams");
}

}  // namespace

void append_cbor_map(std::string& out, std::size_t entries) {
  append_head(out, CborMajor::Map, entries);
}

void append_cbor_text(std::string& out, std::string_view text) {
  std::string readable;
  if (!base::is_valid_utf8(text)) {
    for (const char c : text) readable += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\uFFFD";
    text = readable;
  }
  append_head(out, CborMajor::Text, text.size());
  out += text;
}

std::string encode_cbor(const Shape& shape, const void* value) {
  std::string out;
  append_structure(out, shape, value);
  return out;
}

}  // namespace wire
