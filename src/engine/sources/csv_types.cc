#include "engine/sources/csv_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "duckdb/function/aggregate_function.hpp"
#include "engine/functions/kernel.h"
#include "engine/sources/csv_values.h"
#include "engine/sources/text_times.h"

namespace engine {
namespace {

constexpr const char* kTypeFunction = "dovetail_csv_type";
constexpr const char* kKindFunction = "dovetail_csv_kind";
constexpr const char* kTypeOfKinds = "dovetail_csv_type_of_kinds";
constexpr std::uint8_t kMostDigits = 38;

// ExactTime: a timestamp beside which a date is none.
enum class Kind : std::uint8_t {
  Nothing,
  Int,
  Bigint,
  Decimal,
  Double,
  Date,
  Timestamp,
  ExactTime,
  Boolean,
  Text
};

struct Found {
  Kind kind = Kind::Nothing;
  std::uint8_t digits = 0;  // of Decimal
};

// Of digits alone; nothing: there are more than a decimal has, or others.
std::optional<Found> whole_number(std::string_view text) {
  if (!is_csv_whole(text)) return std::nullopt;
  if (const auto value = base::parse_int(text))
    return Found{*value == static_cast<std::int32_t>(*value) ? Kind::Int : Kind::Bigint};
  if (text[0] == '-' || text[0] == '+') text.remove_prefix(1);
  const auto leading = std::min(text.find_first_not_of('0'), text.size() - 1);
  if (text.size() - leading > kMostDigits) return std::nullopt;
  return Found{Kind::Decimal, static_cast<std::uint8_t>(text.size() - leading)};
}

// yyyy-MM-dd to the letter: a date that a cast takes beside it is a timestamp to the reader.
bool is_plain_date(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  const auto fits = [](char c, char form) { return form == 'd' ? base::is_digit(c) : c == form; };
  return text.size() == kForm.size() && std::ranges::equal(text, kForm, fits) && text_to_days(text);
}

Found kind_of(std::string_view text) {
  if (const auto found = whole_number(text)) return *found;
  if (is_csv_double(text)) return {Kind::Double};
  if (is_plain_date(text)) return {Kind::Date};
  if (text_to_timestamp(text)) return {Kind::Timestamp};
  return {is_csv_boolean(text) ? Kind::Boolean : Kind::Text};
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
    case Kind::ExactTime:
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
      return text.size() < 10 && is_csv_whole(text);
    case Kind::Double:
      return is_csv_double(text);
    case Kind::Text:
      return true;
    default:
      return false;
  }
}

// By the kinds that a kernel found, which has them and their digits in one number.
Found found_of(std::int16_t packed) {
  return {static_cast<Kind>(packed & 0xff), static_cast<std::uint8_t>(packed >> 8)};
}
std::int16_t packed(Found found) {
  return static_cast<std::int16_t>(static_cast<int>(found.kind) | found.digits << 8);
}

void take(Found& state, const duckdb::string_t& text) {
  if (!is_held(state, view(text))) state = both(state, kind_of(view(text)));
}
void take(Found& state, std::int16_t kind) {
  state = both(state, found_of(kind));
}

struct TypeOfColumn {
  template <class State>
  static void Initialize(State& state) {
    state = Found{};
  }
  template <class Input, class State, class Op>
  static void Operation(State& state, const Input& input, duckdb::AggregateUnaryInput&) {
    take(state, input);
  }
  template <class Input, class State, class Op>
  static void ConstantOperation(State& state, const Input& input, duckdb::AggregateUnaryInput&,
                                duckdb::idx_t) {
    take(state, input);
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

// Days that a cast reads as points in time too, as Spark has them.
constexpr std::array<std::string_view, 7> kDaysOfTimes = {"yyyy-MM-dd", "yyyy-M-d", "yyyy-M-dd", "yyyy-MM-d",
                                                          "yyyy-MM",    "yyyy-M",   "yyyy"};

// Finds kinds by what the options say of texts.
class Kinds {
 public:
  explicit Kinds(const CsvOptions& options) : options_(options), times_(options.times) {
    const TimeFormats& formats = options.times;
    const bool days_are_times =
        !formats.date || std::ranges::find(kDaysOfTimes, *formats.date) != kDaysOfTimes.end();
    time_ = formats.timestamp || !days_are_times ? Kind::ExactTime : Kind::Timestamp;
  }

  Found of(std::string_view text) const {
    if (const auto found = whole_number(text)) return *found;
    if (is_csv_double(text, options_)) return {Kind::Double};
    if (options_.prefers_dates && is_date(text)) return {Kind::Date};
    if (times_.instant(text)) return {time_};
    return {is_csv_boolean(text) ? Kind::Boolean : Kind::Text};
  }

 private:
  bool is_date(std::string_view text) const {
    return options_.times.date ? times_.days(text).has_value() : is_plain_date(text);
  }

  const CsvOptions& options_;
  const TextTimes times_;
  Kind time_ = Kind::Timestamp;
};

// (text, the options' address)
void find_kinds(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnifiedVectorFormat addresses;
  input.data[1].ToUnifiedFormat(input.size(), addresses);
  const Kinds kinds(*reinterpret_cast<const CsvOptions*>(
      duckdb::UnifiedVectorFormat::GetData<std::uint64_t>(addresses)[addresses.sel->get_index(0)]));
  duckdb::UnaryExecutor::Execute<duckdb::string_t, std::int16_t>(
      input.data[0], result, input.size(),
      [&](const duckdb::string_t& text) { return packed(kinds.of(view(text))); });
}

template <typename Input>
duckdb::AggregateFunction type_of(const char* name, const Type& input) {
  auto function = duckdb::AggregateFunction::UnaryAggregate<Found, Input, duckdb::string_t, TypeOfColumn>(
      input, Type::VARCHAR);
  function.name = name;
  return function;
}

}  // namespace

void register_csv_types(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(type_of<duckdb::string_t>(kTypeFunction, Type::VARCHAR));
  loader.RegisterFunction(type_of<std::int16_t>(kTypeOfKinds, Type::SMALLINT));
  duckdb::ScalarFunction kinds(kKindFunction, {Type::VARCHAR, Type::UBIGINT}, Type::SMALLINT, find_kinds);
  kinds.SetFallible();
  register_kernel(loader, std::move(kinds));
}

Tree csv_type_tree(Tree text, const CsvOptions& options) {
  const CsvOptions usual;
  if (options.times == usual.times && options.prefers_dates && has_usual_words(options))
    return call_tree(kTypeFunction, std::move(text));
  auto address = constant_tree(duckdb::Value::UBIGINT(reinterpret_cast<std::uintptr_t>(&options)));
  return call_tree(kTypeOfKinds, call_tree(kKindFunction, std::move(text), std::move(address)));
}

}  // namespace engine
