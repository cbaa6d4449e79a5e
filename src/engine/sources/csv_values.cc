#include "engine/sources/csv_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "duckdb/function/aggregate_function.hpp"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

constexpr const char* kTypeFunction = "dovetail_csv_type";
constexpr const char* kValueFunction = "dovetail_csv_value";
constexpr std::uint8_t kMostDigits = 38;

enum class Kind : std::uint8_t { Nothing, Int, Bigint, Decimal, Double, Date, Timestamp, Boolean, Text };

struct Found {
  Kind kind = Kind::Nothing;
  std::uint8_t digits = 0;  // of Decimal
};

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

bool is_whole(std::string_view text) {
  text = without_sign(text);
  return !text.empty() && std::ranges::all_of(text, base::is_digit);
}

bool is_boolean(std::string_view text) {
  return base::iequals(text, "true") || base::iequals(text, "false");
}

// Java's words for what is no number; a cast knows more of them.
bool is_java_double(std::string_view text) {
  const std::string_view word = without_sign(base::trim(text));
  const bool is_word = !word.empty() && !base::is_digit(word[0]) && word[0] != '.';
  if (is_word && word != "NaN" && word != "Inf" && word != "Infinity") return false;
  return text_to_double(text).has_value();
}

bool is_java_decimal(std::string_view text) {
  const auto is_part = [](char c) {
    return base::is_digit(c) || std::string_view("+-.eE").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::ranges::all_of(text, is_part) && text_to_double(text).has_value();
}

std::optional<Found> number(std::string_view text) {
  if (is_whole(text)) {
    if (const auto value = base::parse_int(text))
      return Found{*value == static_cast<std::int32_t>(*value) ? Kind::Int : Kind::Bigint};
    const std::string_view digits = without_sign(text);
    const auto leading = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    if (digits.size() - leading <= kMostDigits)
      return Found{Kind::Decimal, static_cast<std::uint8_t>(digits.size() - leading)};
  }
  if (is_java_double(text)) return Found{Kind::Double};
  return std::nullopt;
}

// yyyy-MM-dd to the letter: a date that a cast takes beside it is a timestamp to the reader.
bool is_plain_date(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  const auto fits = [](char c, char form) { return form == 'd' ? base::is_digit(c) : c == form; };
  return text.size() == kForm.size() && std::ranges::equal(text, kForm, fits) && text_to_days(text);
}

Found kind_of(std::string_view text) {
  if (const auto found = number(text)) return *found;
  if (is_plain_date(text)) return {Kind::Date};
  if (text_to_timestamp(text)) return {Kind::Timestamp};
  return {is_boolean(text) ? Kind::Boolean : Kind::Text};
}

std::uint8_t digits_of(Found found) {
  constexpr std::uint8_t kOfInt = 10, kOfBigint = 20;
  return found.kind == Kind::Decimal ? found.digits : found.kind == Kind::Int ? kOfInt : kOfBigint;
}

Found both(Found a, Found b) {
  if (a.kind > b.kind) std::swap(a, b);
  if (a.kind == Kind::Nothing) return b;
  if (a.kind == b.kind) return {a.kind, std::max(a.digits, b.digits)};
  if (b.kind == Kind::Decimal) return {Kind::Decimal, std::max(digits_of(a), digits_of(b))};
  const bool numbers = b.kind <= Kind::Double;
  const bool times = a.kind == Kind::Date && b.kind == Kind::Timestamp;
  return numbers || times ? b : Found{Kind::Text};
}

std::string name_of(Found found) {
  switch (found.kind) {
    case Kind::Int:
      return "int";
    case Kind::Bigint:
      return "bigint";
    case Kind::Decimal:
      return fmt::format("decimal({},0)", found.digits);
    case Kind::Double:
      return "double";
    case Kind::Date:
      return "date";
    case Kind::Timestamp:
      return "timestamp";
    case Kind::Boolean:
      return "boolean";
    case Kind::Nothing:
    case Kind::Text:
      break;
  }
  return "string";
}

// Whether a text changes nothing: most are of the type that was found before.
bool is_held(Found found, std::string_view text) {
  switch (found.kind) {
    case Kind::Int:
      return text.size() < 10 && is_whole(text);
    case Kind::Double:
      return is_java_double(text);
    case Kind::Text:
      return true;
    default:
      return false;
  }
}

struct TypeOfTexts {
  template <class State>
  static void Initialize(State& state) {
    state = Found{};
  }
  template <class Input, class State, class Op>
  static void Operation(State& state, const Input& text, duckdb::AggregateUnaryInput&) {
    if (!is_held(state, view(text))) state = both(state, kind_of(view(text)));
  }
  template <class Input, class State, class Op>
  static void ConstantOperation(State& state, const Input& text, duckdb::AggregateUnaryInput& input,
                                duckdb::idx_t) {
    TypeOfTexts::Operation<Input, State, Op>(state, text, input);
  }
  template <class State, class Op>
  static void Combine(const State& source, State& target, duckdb::AggregateInputData&) {
    target = both(source, target);
  }
  template <class Result, class State>
  static void Finalize(State& state, Result& target, duckdb::AggregateFinalizeData& data) {
    target = duckdb::StringVector::AddString(data.result, name_of(state));
  }
  static bool IgnoreNull() { return true; }
};

bool is_value(std::string_view text, Kind kind) {
  switch (kind) {
    case Kind::Int:
      return is_whole(text);
    case Kind::Double:
      return is_java_double(text);
    case Kind::Boolean:
      return is_boolean(text);
    default:
      return is_java_decimal(text);
  }
}

std::optional<duckdb::string_t> value_of(duckdb::string_t text, Kind kind, duckdb::Vector& result) {
  const std::string_view seen = view(text);
  if (!is_value(seen, kind)) return std::nullopt;
  return text.IsInlined() ? text : duckdb::StringVector::AddString(result, text);
}

std::optional<Kind> guarded(const Type& type) {
  if (is_integral(type)) return Kind::Int;
  if (is_fractional(type)) return Kind::Double;
  if (is_decimal(type)) return Kind::Decimal;
  if (type.id() == duckdb::LogicalTypeId::BOOLEAN) return Kind::Boolean;
  return std::nullopt;
}

}  // namespace

void register_csv_values(duckdb::ExtensionLoader& loader) {
  using duckdb::string_t;
  auto type_of_texts = duckdb::AggregateFunction::UnaryAggregate<Found, string_t, string_t, TypeOfTexts>(
      Type::VARCHAR, Type::VARCHAR);
  type_of_texts.name = kTypeFunction;
  loader.RegisterFunction(std::move(type_of_texts));
  const auto value = [](string_t text, std::int8_t kind, duckdb::Vector& result) {
    return value_of(text, static_cast<Kind>(kind), result);
  };
  register_kernel(loader, {kValueFunction,
                           {Type::VARCHAR, Type::TINYINT},
                           Type::VARCHAR,
                           binary_kernel<string_t, std::int8_t, string_t>(value)});
}

Tree csv_type_tree(Tree text) {
  return call_tree(kTypeFunction, std::move(text));
}

Tree csv_value_tree(Tree text, const Type& type) {
  const auto kind = guarded(type);
  if (!kind) return text;
  return call_tree(kValueFunction, std::move(text),
                   constant_tree(duckdb::Value::TINYINT(static_cast<std::int8_t>(*kind))));
}

}  // namespace engine
