#include "plan/partition_key_type.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace plan {
namespace {

// [sign] digits [. digits], without the zeros that say nothing, so that equal numbers have equal parts.
struct ExactNumber {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;

  static std::optional<ExactNumber> parse(std::string_view text);
};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<ExactNumber> ExactNumber::parse(std::string_view text) {
  ExactNumber number;
  number.negative = text.starts_with('-');
  if (number.negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  number.whole = text.substr(0, point);
  if (point != text.npos) number.fraction = text.substr(point + 1);
  if (number.whole.empty() && number.fraction.empty()) return std::nullopt;
  if (!all_digits(number.whole) || !all_digits(number.fraction)) return std::nullopt;
  while (number.whole.starts_with('0')) number.whole.remove_prefix(1);
  while (number.fraction.ends_with('0')) number.fraction.remove_suffix(1);
  if (number.whole.empty() && number.fraction.empty()) number.negative = false;
  return number;
}

// Without leading zeros the longer whole part is the greater; fractions line up at the point, so their texts
// compare as their values do.
std::strong_ordering compare_sizes(const ExactNumber& left, const ExactNumber& right) {
  if (const auto length = left.whole.size() <=> right.whole.size(); length != 0) return length;
  if (const auto whole = left.whole <=> right.whole; whole != 0) return whole;
  return left.fraction <=> right.fraction;
}

std::partial_ordering order(const ExactNumber& left, const ExactNumber& right) {
  if (left.negative != right.negative)
    return left.negative ? std::partial_ordering::less : std::partial_ordering::greater;
  return left.negative ? compare_sizes(right, left) : compare_sizes(left, right);
}

std::partial_ordering order(double left, double right) {
  return left <=> right;
}

// Takes inf and nan too; NaN is a value of the type, and compares with nothing.
std::optional<double> to_double(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

template <typename Number>
std::optional<std::partial_ordering> compare_numbers(const std::optional<Number>& left,
                                                     const std::optional<Number>& right) {
  if (!left || !right) return std::nullopt;
  return order(*left, *right);
}

}  // namespace

PartitionKeyType partition_key_type(std::string_view hive_type) {
  const std::string type = base::to_lower(base::trim(hive_type));
  for (const std::string_view exact :
       {"int", "integer", "bigint", "long", "tinyint", "byte", "smallint", "short"})
    if (type == exact) return PartitionKeyType::Exact;
  if (type.starts_with("decimal")) return PartitionKeyType::Exact;
  for (const std::string_view approximate : {"float", "real", "double"})
    if (type == approximate) return PartitionKeyType::Approximate;
  return PartitionKeyType::Text;
}

bool is_value_of(PartitionKeyType type, std::string_view text) {
  return compare(type, text, text).has_value();
}

std::optional<std::partial_ordering> compare(PartitionKeyType type, std::string_view left,
                                             std::string_view right) {
  switch (type) {
    case PartitionKeyType::Exact:
      return compare_numbers(ExactNumber::parse(left), ExactNumber::parse(right));
    case PartitionKeyType::Approximate:
      return compare_numbers(to_double(left), to_double(right));
    default:
      return left <=> right;
  }
}

}  // namespace plan
