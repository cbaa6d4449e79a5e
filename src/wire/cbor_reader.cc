#include "wire/cbor_reader.h"

#include <bit>
#include <cmath>
#include <limits>

namespace wire {
namespace {

constexpr int kMaxDepth = 64;

// RFC 8949, appendix D.
double half(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 0x1F);
  const double mantissa = static_cast<double>(bits & 0x3FF);
  double value = 0;
  if (exponent == 0)
    value = std::ldexp(mantissa, -24);
  else if (exponent != 31)
    value = std::ldexp(mantissa + 1024, exponent - 25);
  else
    value = mantissa == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
  return bits & 0x8000 ? -value : value;
}

}  // namespace

base::Error unreadable_cbor(std::string message) {
  return base::refusal("SerializationException", 400, std::move(message));
}

base::Result<CborReader::Head> CborReader::head() {
  if (rest_.empty()) return unreadable_cbor("The request body ends in the middle of a CBOR value.");
  const auto first = static_cast<unsigned char>(rest_.front());
  rest_.remove_prefix(1);
  Head head{.major = static_cast<CborMajor>(first >> 5), .info = static_cast<std::uint8_t>(first & 0x1F)};
  if (head.info < 24) {
    head.number = head.info;
  } else if (head.info < 28) {
    const std::size_t size = std::size_t{1} << (head.info - 24);
    if (rest_.size() < size) return unreadable_cbor("The request body ends in the middle of a CBOR value.");
    for (const char c : rest_.substr(0, size)) head.number = head.number << 8 | static_cast<unsigned char>(c);
    rest_.remove_prefix(size);
  } else if (head.info != kCborIndefinite || head.major < CborMajor::Bytes || head.major == CborMajor::Tag) {
    return unreadable_cbor("The request body is not valid CBOR.");
  }
  return head;
}

base::Result<CborReader::Head> CborReader::peek() const {
  return CborReader(*this).head();
}

// Of unknown length: chunks of known length, of the same kind, until a break. The stated length is compared
// with what is there before anything is allocated.
base::Result<std::string> CborReader::string(const Head& of) {
  if (!of.is_indefinite()) {
    if (of.number > rest_.size())
      return unreadable_cbor("The request body ends in the middle of a CBOR value.");
    std::string text(rest_.substr(0, of.number));
    rest_.remove_prefix(of.number);
    return text;
  }
  std::string text;
  for (Head chunk = TRY(head()); !chunk.is_break(); chunk = TRY(head())) {
    if (chunk.major != of.major || chunk.is_indefinite())
      return unreadable_cbor("The request body is not valid CBOR.");
    text += TRY(string(chunk));
  }
  return text;
}

base::Result<void> CborReader::skip(int depth) {
  if (depth > kMaxDepth) return unreadable_cbor("The request body is nested too deeply.");
  const Head item = TRY(head());
  switch (item.major) {
    case CborMajor::Bytes:
    case CborMajor::Text:
      TRY(string(item));
      return {};
    case CborMajor::Array:
      return for_each(item, [&] { return skip(depth + 1); });
    case CborMajor::Map:
      return for_each(item, [&]() -> base::Result<void> {
        TRY(skip(depth + 1));
        return skip(depth + 1);
      });
    case CborMajor::Tag:
      return skip(depth + 1);
    default:
      if (item.is_break()) return unreadable_cbor("The request body is not valid CBOR.");
      return {};
  }
}

std::optional<double> cbor_float(const CborReader::Head& head) {
  if (head.major != CborMajor::Simple) return std::nullopt;
  if (head.info == kCborHalf) return half(head.number);
  if (head.info == kCborFloat) return std::bit_cast<float>(static_cast<std::uint32_t>(head.number));
  if (head.info == kCborDouble) return std::bit_cast<double>(head.number);
  return std::nullopt;
}

}  // namespace wire
