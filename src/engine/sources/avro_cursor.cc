#include "engine/sources/avro_cursor.h"

#include <fmt/format.h>

namespace engine {
namespace {

using Kind = AvroType::Kind;

constexpr std::size_t kMostMade = std::size_t{1} << 24;
constexpr std::size_t kMostEmpty = std::size_t{1} << 20;

}  // namespace

void AvroCursor::damaged(std::string_view what) const {
  raise_damaged(*file_, fmt::format("Malformed Avro file: {}", what));
}

std::int64_t AvroCursor::next_long() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1)[0]);
    if (shift == 63 && byte > 1) break;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  damaged("Invalid long encoding");
}

std::int32_t AvroCursor::next_int() {
  const std::int64_t value = next_long();
  if (!std::in_range<std::int32_t>(value)) damaged("Invalid int encoding: Avro int > 32 bits");
  return static_cast<std::int32_t>(value);
}

std::string_view AvroCursor::next_bytes() {
  const std::int64_t size = next_long();
  if (size < 0) damaged("a length is negative");
  return take(static_cast<std::size_t>(size));
}

// A negative count has the bytes of the block behind it.
std::size_t AvroCursor::next_items(std::size_t least_bytes) {
  const std::int64_t count = next_long();
  if (count < 0) next_long();
  const std::uint64_t items =
      count < 0 ? -static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  if (least_bytes > 0) {
    if (items > (bytes_.size() - at_) / least_bytes)
      damaged(fmt::format("an array or a map of {} items ends too early", items));
  } else if (items > kMostEmpty - empty_) {
    damaged(fmt::format("arrays of a block have more than {} items that take no bytes", kMostEmpty));
  } else {
    empty_ += items;
  }
  return items;
}

void AvroCursor::make(std::size_t items, std::size_t weight) {
  if (items > (kMostMade - made_) / weight)
    damaged(fmt::format("a row has more than {} values in its arrays and maps", kMostMade));
  made_ += items * weight;
}

const AvroType& AvroCursor::next_branch(const AvroType& union_type, std::size_t& branch) {
  branch = static_cast<std::size_t>(next_long());
  if (branch >= union_type.parts.size()) damaged("a union has no such branch");
  return *union_type.parts[branch];
}

void AvroCursor::skip(const AvroType& type) {
  if (type.least_bytes == 0) return;  // then none of its values takes any
  switch (type.kind) {
    case Kind::Null:
      return;
    case Kind::Boolean:
      take(1);
      return;
    case Kind::Int:
    case Kind::Enum:
      next_int();
      return;
    case Kind::Long:
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
      while (const std::size_t items = next_items(type.least_item_bytes()))
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
