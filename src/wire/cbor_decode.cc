#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/clock.h"
#include "base/text.h"
#include "wire/cbor_codec.h"
#include "wire/cbor_reader.h"
#include "wire/store_scalar.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

constexpr int kMaxDepth = 64;

using Head = CborReader::Head;

// A float is no integer here, 5.0 neither: CBOR has both, so a client means what it writes.
std::optional<std::int64_t> whole_number(const Head& head) {
  if (head.number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  const auto number = static_cast<std::int64_t>(head.number);
  if (head.major == CborMajor::Unsigned) return number;
  if (head.major == CborMajor::Negative) return -1 - number;
  return std::nullopt;
}

std::optional<double> number(const Head& head) {
  if (const auto whole = whole_number(head)) return static_cast<double>(*whole);
  return cbor_float(head);
}

bool store_bool(void* into, const Head& head) {
  const bool is_bool = head.major == CborMajor::Simple && (head.info == kCborTrue || head.info == kCborFalse);
  if (is_bool) *static_cast<bool*>(into) = head.info == kCborTrue;
  return is_bool;
}

// Of what a head holds whole.
bool store_head(const Shape& shape, const Head& head, void* into) {
  switch (shape.kind) {
    case Kind::Boolean:
      return store_bool(into, head);
    case Kind::Integer:
      return store_int32(into, whole_number(head));
    case Kind::Long:
      return store<std::int64_t>(into, whole_number(head));
    case Kind::Float:
      return store<float>(into, number(head));
    case Kind::Double:
      return store<double>(into, number(head));
    default:
      return false;
  }
}

// Walks the items and the shape together.
class Decoder {
 public:
  Decoder(std::string_view bytes, InputCheck& check) : reader_(bytes), check_(check) {}

  base::Result<void> document(const Shape& shape, void* into) {
    TRY(structure(shape, TRY(reader_.head()), into));
    if (!reader_.at_end()) return unreadable_cbor("There is more in the request body than one CBOR value.");
    return {};
  }

 private:
  // By the items, which come once and in the client's order; what was there is remembered for the end.
  base::Result<void> structure(const Shape& shape, const Head& head, void* into) {
    if (head.major != CborMajor::Map) return wrong_type("a structure");
    if (++depth_ > kMaxDepth) return unreadable_cbor("The request body is nested too deeply.");
    std::vector<bool> set(shape.members.size());
    TRY(reader_.for_each(head, [&]() -> base::Result<void> {
      const std::string name = TRY(text(TRY(reader_.head())));
      const auto member = std::ranges::find(shape.members, name, &Member::wire_name);
      if (member == shape.members.end() || TRY(reader_.peek()).is_null()) return reader_.skip();
      set[static_cast<std::size_t>(member - shape.members.begin())] = true;
      return this->member(*member, into);
    }));
    --depth_;
    for (std::size_t i = 0; i < set.size(); ++i)
      if (!set[i] && shape.members[i].required) check_.missing(shape.members[i].name);
    if (shape.exclusive && std::ranges::count(set, true) != 1) check_.not_exactly_one(shape);
    return {};
  }

  base::Result<void> member(const Member& member, void* owner) {
    if (member.member_class == MemberClass::Refused) {
      check_.unsupported(member);
      return reader_.skip();
    }
    const auto step = check_.member(member.name);
    void* slot = member.set(owner);
    TRY(value(*member.shape, slot));
    check_.decoded(*member.shape, slot);
    return {};
  }

  base::Result<void> value(const Shape& shape, void* into) {
    const Head head = TRY(reader_.head());
    switch (shape.kind) {
      case Kind::Structure:
        return structure(shape, head, into);
      case Kind::List:
        return list(shape, head, into);
      case Kind::Map:
        return map(shape, head, into);
      case Kind::String:
        *static_cast<std::string*>(into) = TRY(text(head));
        return {};
      case Kind::Blob:
        if (head.major != CborMajor::Bytes) return wrong_type("a blob");
        *static_cast<std::string*>(into) = TRY(reader_.string(head));
        return {};
      case Kind::Timestamp:
        return time(head, into);
      default:
        if (store_head(shape, head, into)) return {};
        return wrong_type(shape.kind == Kind::Boolean ? "a boolean" : "a number in its range");
    }
  }

  base::Result<void> list(const Shape& shape, const Head& head, void* into) {
    if (head.major != CborMajor::Array) return wrong_type("a list");
    if (++depth_ > kMaxDepth) return unreadable_cbor("The request body is nested too deeply.");
    std::size_t index = 0;
    TRY(reader_.for_each(head, [&]() -> base::Result<void> {
      const auto step = check_.element(index++);
      void* slot = shape.list->append(into);
      TRY(value(*shape.element, slot));
      if (shape.element->kind == Kind::List) check_.decoded(*shape.element, slot);
      return {};
    }));
    --depth_;
    return {};
  }

  base::Result<void> map(const Shape& shape, const Head& head, void* into) {
    if (head.major != CborMajor::Map) return wrong_type("a map");
    if (++depth_ > kMaxDepth) return unreadable_cbor("The request body is nested too deeply.");
    TRY(reader_.for_each(head, [&]() -> base::Result<void> {
      const std::string key = TRY(text(TRY(reader_.head())));
      if (TRY(reader_.peek()).is_null()) return reader_.skip();
      const auto step = check_.entry(key);
      return value(*shape.element, shape.map->insert(into, key));
    }));
    --depth_;
    return {};
  }

  base::Result<std::string> text(const Head& head) {
    if (head.major != CborMajor::Text) return wrong_type("a text");
    std::string text = TRY(reader_.string(head));
    if (!base::is_valid_utf8(text)) return unreadable_cbor("A text in the request body is not valid UTF-8.");
    return text;
  }

  // Tag 1 of RFC 8949: seconds since the epoch, as an integer or a float.
  base::Result<void> time(const Head& head, void* into) {
    if (head.major != CborMajor::Tag || head.number != kCborTime) return wrong_type("a timestamp");
    const auto seconds = number(TRY(reader_.head()));
    if (seconds && store<base::Timestamp>(into, from_epoch_seconds(*seconds))) return {};
    return wrong_type("a timestamp");
  }

  static base::Error wrong_type(std::string_view wanted) {
    return unreadable_cbor(
        fmt::format("A value in the request body is not {}, which the model wants.", wanted));
  }

  CborReader reader_;
  InputCheck& check_;
  int depth_ = 0;
};

}  // namespace

base::Result<void> decode_cbor(const Shape& shape, std::string_view bytes, InputCheck& check, void* into) {
  if (bytes.empty()) bytes = "\xA0";  // an empty map
  return Decoder(bytes, check).document(shape, into);
}

}  // namespace wire
