#include "engine/functions/interval.h"

#include <fmt/format.h>

#include <array>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/aggregate.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/spark_kernels.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

constexpr std::int64_t kDay = 86'400'000'000;

std::string_view symbol_of(bool back) {
  return back ? "-" : "+";
}

std::string kernel_name(const Type& interval, std::string_view operation) {
  return fmt::format("inner.{}_{}", is_year_month(interval) ? "months" : "micros", operation);
}

base::Result<Typed> combined(Call& call, bool back) {
  for (std::size_t i = 0; i < 2; ++i)
    if (is_null_type(call.arguments[i].type))
      call.arguments[i] = TRY(coerce(std::move(call.arguments[i]), call.arguments[1 - i].type, call.session));
  auto& a = call.arguments[0];
  auto& b = call.arguments[1];
  const auto type = common_interval(a.type, b.type);
  if (!type) return wrong_type(call, 0, "TIMESTAMP");  // as Spark takes it: one of them is to move the other
  std::string name = infix_name(symbol_of(back), a, b);
  return Typed{kernel_tree(kernel_name(*type, back ? "difference" : "sum"),
                           trees(std::move(a.tree), std::move(b.tree))),
               *type, std::move(name)};
}

bool counts_days(const Type& interval) {
  return interval_units(interval) == IntervalUnits{IntervalUnit::Day, IntervalUnit::Day};
}

// In whole days, so that it stays a date.
Typed moved_by_days(Typed date, Typed interval, bool back) {
  std::string days = fmt::format("extractansiintervaldays({})", interval.name);
  if (back) days = fmt::format("(- {})", days);
  auto count = cast_tree(call_tree("//", std::move(interval.tree), number_tree(kDay)), Type::INTEGER);
  auto moved = call_tree(back ? "-" : "+", std::move(date.tree), std::move(count));
  return {std::move(moved), Type::DATE, fmt::format("date_add({}, {})", date.name, days)};
}

base::Result<Tree> local_time(Typed time, const Session& session) {
  if (is_string(time.type) || is_null_type(time.type))
    time = TRY(coerce(std::move(time), Type::TIMESTAMP_TZ, session));
  if (time.type.id() == Id::TIMESTAMP_TZ) return to_local(std::move(time.tree), session);
  return cast_tree(std::move(time.tree), Type::TIMESTAMP);
}

// On the clock of the session's zone.
base::Result<Typed> moved(Typed time, Typed interval, bool back, const Session& session) {
  const bool date = time.type.id() == Id::DATE;
  if (date && counts_days(interval.type)) return moved_by_days(std::move(time), std::move(interval), back);
  const Type type = date && is_year_month(interval.type) ? Type(Type::DATE)
                    : is_timestamp(time.type)            ? time.type
                                                         : Type(Type::TIMESTAMP_TZ);
  std::string name = fmt::format("{} {} {}", time.name, symbol_of(back), interval.name);
  const bool text = is_string(time.type);
  auto local = TRY(local_time(std::move(time), session));
  auto result = call_tree(back ? "-" : "+", trees(std::move(local), calendar_interval(std::move(interval))));
  if (type.id() == Id::TIMESTAMP_TZ) result = to_instant(std::move(result), session);
  if (type.id() == Id::DATE) result = cast_tree(std::move(result), Type::DATE);
  Typed value{std::move(result), type, std::move(name)};
  return text ? coerce(std::move(value), Type::VARCHAR, session) : std::move(value);
}

// A whole number, or a fraction as a double.
base::Result<Typed> factor_of(Typed number, const Session& session) {
  const Type type = is_integral(number.type) ? Type(Type::BIGINT) : Type(Type::DOUBLE);
  return coerce(std::move(number), type, session);
}

Type scaled_type(const Type& interval) {
  return is_year_month(interval) ? year_month_interval() : day_time_interval();
}

Tree minus_zone(Tree a, Tree b) {
  return call_tree("-", call_tree("epoch_us", std::move(a)), call_tree("epoch_us", std::move(b)));
}

base::Result<Typed> made(Call& call, const char* kernel, std::span<const Type> takes, const Type& gives) {
  for (std::size_t i = call.arguments.size(); i < takes.size(); ++i) {
    const auto zero = duckdb::Value::INTEGER(0).DefaultCastAs(takes[i]);
    call.arguments.push_back({constant_tree(zero), takes[i], zero.ToString()});
  }
  std::string name = call_name(call);
  Trees arguments;
  for (std::size_t i = 0; i < takes.size(); ++i)
    arguments.push_back(TRY(implicit_argument(call, i, takes[i])));
  return Typed{kernel_tree(kernel, std::move(arguments)), gives, std::move(name)};
}

base::Result<Typed> make_dt_interval(Call& call) {
  const std::array<Type, 4> takes = {Type::INTEGER, Type::INTEGER, Type::INTEGER, Type::DECIMAL(18, 6)};
  return made(call, "inner.make_micros", takes, day_time_interval());
}

base::Result<Typed> make_ym_interval(Call& call) {
  const std::array<Type, 2> takes = {Type::INTEGER, Type::INTEGER};
  return made(call, "inner.make_months", takes, year_month_interval());
}

constexpr FunctionRow kRows[] = {
    {"make_dt_interval", 0, 4, make_dt_interval},
    {"make_ym_interval", 0, 2, make_ym_interval},
};

}  // namespace

bool has_interval(const Call& call) {
  return std::ranges::any_of(call.arguments, [](const Typed& value) { return is_interval(value.type); });
}

base::Result<Typed> add_interval(Call& call, bool back) {
  auto& a = call.arguments[0];
  auto& b = call.arguments[1];
  const auto is_like_interval = [](const Type& type) { return is_interval(type) || is_null_type(type); };
  if (is_like_interval(a.type) && is_like_interval(b.type)) return combined(call, back);
  if (is_interval(a.type) && !back) std::swap(a, b);
  const bool text = is_string(a.type) && is_day_time(b.type);
  if (is_day_time(b.type) && !text && !is_datetime(a.type)) return wrong_type(call, 0, "TIMESTAMP");
  if (!is_interval(b.type) || (!text && !is_datetime(a.type))) return operands_differ(call, symbol_of(back));
  return moved(std::move(a), std::move(b), back, call.session);
}

base::Result<Typed> scale_interval(Call& call, bool divide) {
  auto& a = call.arguments[0];
  auto& b = call.arguments[1];
  const std::string_view symbol = divide ? "/" : "*";
  if (!divide && !is_interval(a.type)) std::swap(a, b);
  const bool number = is_numeric(b.type) || is_string(b.type) || is_null_type(b.type);
  if (!is_interval(a.type) || !number) return operands_differ(call, symbol);
  std::string name = infix_name(symbol, a, b);
  const Type type = scaled_type(a.type);
  auto factor = TRY(factor_of(std::move(b), call.session));
  const std::string operation =
      fmt::format("{}_{}", divide ? "over" : "times", factor.type.id() == Id::BIGINT ? "whole" : "real");
  return Typed{kernel_tree(kernel_name(type, operation), trees(std::move(a.tree), std::move(factor.tree))),
               type, std::move(name)};
}

base::Result<Typed> negate_interval(Call& call) {
  auto& value = call.arguments[0];
  const Type type = value.type;
  std::string name =
      call.name == "-" ? fmt::format("(- {})", value.name) : fmt::format("negative({})", value.name);
  auto zero = is_year_month(type) ? constant_tree(duckdb::Value::INTEGER(0)) : number_tree(0);
  return Typed{kernel_tree(kernel_name(type, "difference"), trees(std::move(zero), std::move(value.tree))),
               type, std::move(name)};
}

bool are_times(const Call& call) {
  const Type& a = call.arguments[0].type;
  const Type& b = call.arguments[1].type;
  const auto may_be_time = [](const Type& type) {
    return is_datetime(type) || is_string(type) || is_null_type(type);
  };
  if (is_timestamp(a) || is_timestamp(b)) return may_be_time(a) && may_be_time(b);
  return b.id() == Id::DATE && may_be_time(a);
}

base::Result<Typed> subtract_times(Call& call) {
  auto& a = call.arguments[0];
  auto& b = call.arguments[1];
  std::string name = infix_name("-", a, b);
  if (is_timestamp(a.type) || is_timestamp(b.type)) {
    auto end = TRY(local_time(std::move(a), call.session)),
         start = TRY(local_time(std::move(b), call.session));
    return Typed{minus_zone(std::move(end), std::move(start)), day_time_interval(), std::move(name)};
  }
  auto end = TRY(coerce(std::move(a), Type::DATE, call.session));
  auto days = call_tree("-", std::move(end.tree), std::move(b.tree));
  return Typed{call_tree("*", std::move(days), number_tree(kDay)),
               interval_type({IntervalUnit::Day, IntervalUnit::Day}), std::move(name)};
}

base::Result<Typed> sum_intervals(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto sum = aggregate_tree(call, "sum", trees(std::move(call.arguments[0].tree)), call.distinct);
  return Typed{call_tree("dovetail_narrow_ansi", trees(std::move(sum), null_tree(type))), type,
               std::move(name)};
}

base::Result<Typed> average_interval(Call& call) {
  std::string name = call_name(call);
  const Type type = call.arguments[0].type;
  auto count = aggregate_tree(call, "count", trees(call.arguments[0].tree->Copy()), call.distinct);
  auto sum = aggregate_tree(call, "sum", trees(std::move(call.arguments[0].tree)), call.distinct);
  auto narrow = call_tree("dovetail_narrow_ansi", trees(std::move(sum), null_tree(type)));
  // Without rows the sum is NULL, and the quotient too, which is not to be one by zero.
  auto divisor = call_tree("nullif", std::move(count), number_tree(0));
  return Typed{kernel_tree(kernel_name(type, "over_whole"), trees(std::move(narrow), std::move(divisor))),
               scaled_type(type), std::move(name)};
}

std::optional<Typed> interval_part(std::string_view function, Typed interval) {
  struct Part {
    std::string_view function;
    IntervalUnit unit;
    const char* kernel;
    Type type;
  };
  static const Part kParts[] = {
      {"year", IntervalUnit::Year, "inner.interval_years", Type::INTEGER},
      {"month", IntervalUnit::Month, "inner.interval_months", Type::TINYINT},
      {"day", IntervalUnit::Day, "inner.interval_days", Type::INTEGER},
      {"hour", IntervalUnit::Hour, "inner.interval_hours", Type::TINYINT},
      {"minute", IntervalUnit::Minute, "inner.interval_minutes", Type::TINYINT},
      {"second", IntervalUnit::Second, "inner.interval_seconds", Type::DECIMAL(8, 6)},
  };
  const auto units = interval_units(interval.type);
  for (const Part& part : kParts) {
    if (part.function != function || part.unit < units->first || part.unit > units->last) continue;
    return Typed{kernel_tree(part.kernel, trees(std::move(interval.tree))), part.type,
                 std::move(interval.name)};
  }
  return std::nullopt;
}

std::span<const FunctionRow> interval_functions() {
  return kRows;
}

}  // namespace engine
