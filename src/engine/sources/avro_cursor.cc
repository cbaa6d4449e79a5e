#include "engine/sources/avro_cursor.h"

#include <fmt/format.h>

namespace engine {
namespace {

using Kind = AvroType::Kind;

}  // namespace

void AvroCursor::damaged(std::string_view what) const {
  raise_damaged(*file_, fmt::format("Malformed Avro file: {}", what));
}

std::int64_t AvroCursor::next_long() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1)[0]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  damaged("a number is too long");
}

std::string_view AvroCursor::next_bytes() {
  const std::int64_t size = next_long();
  if (size < 0) damaged("a length is negative");
  return take(static_cast<std::size_t>(size));
}

// A negative count has the bytes of the block behind it. Items may be of no bytes, but not more of them than
// memory has room for.
std::size_t AvroCursor::next_items() {
  constexpr std::uint64_t kMostItems = std::uint64_t{1} << 28;
  const std::int64_t count = next_long();
  if (count < 0) next_long();
  const std::uint64_t items =
      count < 0 ? -static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  if (items > kMostItems) damaged("an array or a map is too long");
  return items;
}

const AvroType& AvroCursor::next_branch(const AvroType& union_type, std::size_t& branch) {
  branch = static_cast<std::size_t>(next_long());
  if (branch >= union_type.parts.size()) damaged("a union has no such branch");
  return *union_type.parts[branch];
}

void AvroCursor::skip(const AvroType& type) {
  switch (type.kind) {
    case Kind::Null:
      return;
    case Kind::Boolean:
      take(1);
      return;
    case Kind::Int:
    case Kind::Long:
    case Kind::Enum:
      next_long();
      return;
    case Kind::Float:
      take(sizeof(float));
      return;
    case Kind::Double:
      take(sizeof(double));
      return;
    case Kind::Bytes:
    case Kind::String:
      next_bytes();
      return;
    case Kind::Fixed:
      take(type.size);
      return;
    case Kind::Record:
      for (const auto& field : type.fields) skip(*field.type);
      return;
    case Kind::Array:
    case Kind::Map:
      while (const std::size_t items = next_items())
        for (std::size_t i = 0; i < items; ++i) {
          if (type.kind == Kind::Map) next_bytes();
          skip(*type.parts[0]);
        }
      return;
    case Kind::Union: {
      std::size_t branch = 0;
      skip(next_branch(type, branch));
      return;
    }
  }
}

}  // namespace engine
