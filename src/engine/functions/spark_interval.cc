#include "engine/functions/spark_interval.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "duckdb/common/type_visitor.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/spark_kernels.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;
using Unit = IntervalUnit;

constexpr std::string_view kWords[] = {"year", "month", "day", "hour", "minute", "second"};

constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
// By the unit; of months first.
constexpr std::int64_t kSizes[] = {12, 1, kDay, kHour, kMinute, kSecond};

std::int64_t size_of(Unit unit) {
  return kSizes[static_cast<int>(unit)];
}

std::string type_name(IntervalUnits units) {
  const std::string_view first = kWords[static_cast<int>(units.first)];
  if (units.first == units.last) return fmt::format("interval {}", first);
  return fmt::format("interval {} to {}", first, kWords[static_cast<int>(units.last)]);
}

Tree units_tree(Unit unit) {
  return constant_tree(duckdb::Value::INTEGER(static_cast<int>(unit)));
}

const char* kernel_of(IntervalUnits units, const char* of_months, const char* of_time) {
  return units.of_months() ? of_months : of_time;
}

// Spark leaves off what is less than the last unit.
Tree between_intervals(Tree tree, IntervalUnits from, IntervalUnits to) {
  if (from.of_months() != to.of_months()) return nullptr;
  if (from.last <= to.last) return tree;
  auto size = to.of_months() ? constant_tree(duckdb::Value::INTEGER(12)) : number_tree(size_of(to.last));
  auto count = call_tree("//", std::move(tree), size->Copy());
  return call_tree("*", std::move(count), std::move(size));
}

Tree of_number(Tree tree, const Type& from, IntervalUnits to) {
  if (!is_integral(from) || to.first != to.last) return nullptr;
  if (to.of_months())
    return kernel_tree("inner.months_of", trees(std::move(tree), number_tree(size_of(to.last))));
  return kernel_tree("inner.micros_of", trees(std::move(tree), number_tree(size_of(to.last))));
}

Tree to_number(Tree tree, IntervalUnits from, const Type& to) {
  if (!is_integral(to) || from.first != from.last) return nullptr;
  auto size = from.of_months() ? constant_tree(duckdb::Value::INTEGER(static_cast<int>(size_of(from.last))))
                               : number_tree(size_of(from.last));
  auto count = cast_tree(call_tree("//", std::move(tree), std::move(size)), Type::BIGINT);
  if (to.id() == Id::BIGINT) return count;
  return call_tree(cast_kernel(CastMode::Ansi), trees(std::move(count), null_tree(to)));
}

// The digits of a number at the beginning of the text, which are taken off.
std::optional<std::int64_t> take_number(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = end == 0 || end > 10 ? std::nullopt : base::parse_int(text.substr(0, end));
  text.remove_prefix(end);
  return number;
}

// .5, in microseconds; more than nine digits are too many, and those behind the sixth are left off.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return 0;
  text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  if (end > 9) return std::nullopt;
  std::string digits(text.substr(0, std::min<std::size_t>(end, 6)));
  digits.resize(6, '0');
  text.remove_prefix(end);
  return base::parse_int(digits);
}

std::int64_t most_of(Unit unit) {
  return unit == Unit::Month ? 11 : unit == Unit::Hour ? 23 : 59;
}

// 1 02:03:04.5, without a sign.
std::optional<std::int64_t> parse_counts(std::string_view text, IntervalUnits units) {
  std::int64_t sum = 0;
  for (int i = static_cast<int>(units.first); i <= static_cast<int>(units.last); ++i) {
    const Unit unit{i};
    if (unit != units.first) {
      const char separator = unit == Unit::Month ? '-' : unit == Unit::Hour ? ' ' : ':';
      if (!text.starts_with(separator)) return std::nullopt;
      text.remove_prefix(1);
    }
    const auto number = take_number(text);
    std::int64_t count = 0;
    if (!number || (unit != units.first && *number > most_of(unit)) ||
        __builtin_mul_overflow(*number, size_of(unit), &count) || __builtin_add_overflow(sum, count, &sum))
      return std::nullopt;
    const auto fraction = unit == Unit::Second ? take_fraction(text) : 0;
    if (!fraction || __builtin_add_overflow(sum, *fraction, &sum)) return std::nullopt;
  }
  return text.empty() ? std::optional(sum) : std::nullopt;
}

bool take_sign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

// Of INTERVAL [-]'...' DAY TO SECOND what stands between the quotes; nothing: it is no such literal.
std::optional<std::string_view> quoted_part(std::string_view text, IntervalUnits units, bool& negative) {
  constexpr std::string_view kWord = "interval";
  if (text.size() < kWord.size() || !base::iequals(text.substr(0, kWord.size()), kWord)) return std::nullopt;
  text = base::trim(text.substr(kWord.size()));
  negative = take_sign(text);
  const std::size_t end = text.rfind('\'');
  if (!text.starts_with('\'') || end == 0) return std::nullopt;
  const std::string named = "interval " + base::to_lower(base::trim(text.substr(end + 1)));
  return named == type_name(units) ? std::optional(text.substr(1, end - 1)) : std::nullopt;
}

std::string two_digits(std::uint64_t number) {
  return fmt::format("{:02}", number);
}

// 4.5, with a zero before it where another unit stands there.
std::string seconds_text(std::uint64_t micros) {
  std::string text = two_digits(micros / kSecond);
  if (micros % kSecond == 0) return text;
  text += fmt::format(".{:06}", micros % kSecond);
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string time_text(std::uint64_t rest, IntervalUnits units) {
  std::string text;
  for (int i = static_cast<int>(units.first); i <= static_cast<int>(units.last); ++i) {
    const Unit unit{i};
    const auto size = static_cast<std::uint64_t>(size_of(unit));
    if (unit != units.first) text += unit == Unit::Hour ? ' ' : ':';
    if (unit == Unit::Second) return text + seconds_text(rest);
    text += unit == Unit::Day ? fmt::format("{}", rest / size) : two_digits(rest / size);
    rest %= size;
  }
  return text;
}

std::string months_text(std::uint64_t months, IntervalUnits units) {
  if (units.last == Unit::Year) return fmt::format("{}", months / 12);
  if (units.first == Unit::Month) return fmt::format("{}", months);
  return fmt::format("{}-{}", months / 12, months % 12);
}

}  // namespace

Type interval_type(IntervalUnits units) {
  Type type = units.of_months() ? Type::INTEGER : Type::BIGINT;
  type.SetAlias(type_name(units));
  return type;
}

Type day_time_interval() {
  return interval_type({});
}

Type year_month_interval() {
  return interval_type({Unit::Year, Unit::Month});
}

std::optional<IntervalUnits> interval_units(const Type& type) {
  if ((type.id() != Id::BIGINT && type.id() != Id::INTEGER) || !type.HasAlias()) return std::nullopt;
  const std::string name = type.GetAlias();
  const auto parts = base::split(name, ' ');  // interval day [to second]
  if (parts.size() < 2 || parts[0] != "interval") return std::nullopt;
  const auto unit = [&](std::string_view word) {
    return Unit{static_cast<int>(std::ranges::find(kWords, word) - std::begin(kWords))};
  };
  return IntervalUnits{unit(parts[1]), unit(parts.back())};
}

bool is_interval(const Type& type) {
  return interval_units(type).has_value();
}

bool is_day_time(const Type& type) {
  return type.id() == Id::BIGINT && is_interval(type);
}

bool is_year_month(const Type& type) {
  return type.id() == Id::INTEGER && is_interval(type);
}

bool holds_interval(const Type& type) {
  return duckdb::TypeVisitor::Contains(type, is_interval);
}

Type without_intervals(Type type) {
  return duckdb::TypeVisitor::VisitReplace(
      type, [](const Type& part) { return is_interval(part) ? Type(part.id()) : part; });
}

duckdb::vector<Type> without_intervals(const duckdb::vector<Type>& types) {
  duckdb::vector<Type> plain;
  for (const Type& type : types) plain.push_back(without_intervals(type));
  return plain;
}

std::optional<Type> common_interval(const Type& a, const Type& b) {
  const auto one = interval_units(a), other = interval_units(b);
  if (!one || !other || one->of_months() != other->of_months()) return std::nullopt;
  return interval_type({std::min(one->first, other->first), std::max(one->last, other->last)});
}

std::string interval_text(std::int64_t count, IntervalUnits units) {
  const auto size = count < 0 ? -static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  const std::string text = units.of_months() ? months_text(size, units) : time_text(size, units);
  std::string name = type_name(units).substr(std::string_view("interval ").size());
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
  return fmt::format("INTERVAL '{}{}' {}", count < 0 ? "-" : "", text, name);
}

std::optional<std::int64_t> parse_interval(std::string_view text, IntervalUnits units) {
  text = base::trim(text);
  bool negative = false;
  std::string_view counts = quoted_part(text, units, negative).value_or(text);
  negative = take_sign(counts) != negative;
  const auto count = parse_counts(counts, units);
  if (!count || (units.of_months() && *count > std::numeric_limits<std::int32_t>::max())) return std::nullopt;
  return negative ? -*count : *count;
}

Tree cast_interval(Tree tree, const Type& from, const Type& to) {
  const auto old_units = interval_units(from), new_units = interval_units(to);
  // As Arrow's streams bring it, without days or months.
  if (from.id() == Id::INTERVAL)
    return new_units && !new_units->of_months() ? call_tree("epoch_us", std::move(tree)) : nullptr;
  if (old_units && new_units) return between_intervals(std::move(tree), *old_units, *new_units);
  const IntervalUnits units = old_units ? *old_units : *new_units;
  if (is_string(from))
    return kernel_tree(kernel_of(units, "inner.parse_months", "inner.parse_micros"),
                       trees(std::move(tree), units_tree(units.first), units_tree(units.last)));
  if (is_string(to))
    return kernel_tree(kernel_of(units, "inner.months_text", "inner.micros_text"),
                       trees(std::move(tree), units_tree(units.first), units_tree(units.last)));
  return old_units ? to_number(std::move(tree), units, to) : of_number(std::move(tree), from, units);
}

base::Result<Typed> with_interval_texts(Typed value, const Session& session) {
  const Type shown = duckdb::TypeVisitor::VisitReplace(
      value.type, [](const Type& part) { return is_interval(part) ? Type(Type::VARCHAR) : part; });
  return coerce(std::move(value), shown, session);
}

Tree calendar_interval(Typed interval) {
  const auto* constant = interval.tree->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT
                             ? &interval.tree->Cast<duckdb::ConstantExpression>().value
                             : nullptr;
  if (constant != nullptr && constant->IsNull()) return null_tree(Type::INTERVAL);
  if (is_year_month(interval.type)) {
    if (constant != nullptr)
      return constant_tree(duckdb::Value::INTERVAL(constant->GetValue<std::int32_t>(), 0, 0));
    return call_tree("to_months", std::move(interval.tree));
  }
  if (constant != nullptr) {
    const auto micros = constant->GetValue<std::int64_t>();
    return constant_tree(duckdb::Value::INTERVAL(0, static_cast<std::int32_t>(micros / kDay), micros % kDay));
  }
  auto days = cast_tree(call_tree("//", interval.tree->Copy(), number_tree(kDay)), Type::INTEGER);
  auto rest = call_tree("%", std::move(interval.tree), number_tree(kDay));
  return call_tree("+", call_tree("to_days", std::move(days)), call_tree("to_microseconds", std::move(rest)));
}

}  // namespace engine
