#include <fmt/format.h>

#include "duckdb/common/types/interval.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/collections.h"
#include "engine/functions/java_zone.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/trino_kernels.h"

// sequence(from, to [, step]) over numbers, dates and timestamps, both ends included.
namespace engine {
namespace {

using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

[[noreturn]] void wrong_boundaries(const std::string& from, const std::string& to, const std::string& step) {
  raise(base::refusal("_LEGACY_ERROR_TEMP_3242", 400,
                      fmt::format("Illegal sequence boundaries: {} to {} by {}", from, to, step)));
}

// How many items there are; a step that leads away from the end is an error.
std::int64_t checked_length(std::int64_t from, std::int64_t to, std::int64_t step) {
  const bool leads = (step > 0 && from <= to) || (step < 0 && from >= to) || (step == 0 && from == to);
  if (!leads) wrong_boundaries(std::to_string(from), std::to_string(to), std::to_string(step));
  if (step == 0) return 1;
  const auto distance = static_cast<__int128>(to) - from;
  const auto length = distance / step + 1;
  if (length > kMostItems)
    raise(base::refusal("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", 400,
                        fmt::format("[COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER] Can't create array with {} "
                                    "elements which exceeding the array size limit {}.",
                                    static_cast<std::int64_t>(length), kMostItems)));
  return static_cast<std::int64_t>(length);
}

// Appends a list of so many items and returns where they stand.
std::int64_t* append_list(Vector& result, idx_t row, std::int64_t length) {
  const auto begin = ListVector::GetListSize(result);
  const auto size = static_cast<idx_t>(length);
  ListVector::Reserve(result, begin + size);
  ListVector::SetListSize(result, begin + size);
  duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, size};
  return duckdb::FlatVector::GetData<std::int64_t>(ListVector::GetEntry(result)) + begin;
}

void fill_numbers(Vector& result, idx_t row, std::int64_t from, std::int64_t to, std::int64_t step) {
  const std::int64_t length = checked_length(from, to, step);
  std::int64_t* items = append_list(result, row, length);
  // The product may be too great, the sum never is.
  const auto first = static_cast<std::uint64_t>(from), by = static_cast<std::uint64_t>(step);
  for (std::int64_t i = 0; i < length; ++i)
    items[i] = static_cast<std::int64_t>(first + static_cast<std::uint64_t>(i) * by);
}

// Each item is the first one and so many steps: the last day of a short month does not shorten the others.
// Days and months are those of the zone's calendar, what is less than a day passes on every clock alike.
void fill_times(Vector& result, idx_t row, std::int64_t from, std::int64_t to, duckdb::interval_t step,
                const JavaZone& zone) {
  constexpr std::int64_t kLeastMonth = 28;
  const auto micros = [](const duckdb::interval_t& interval) {
    return static_cast<__int128>(interval.micros) +
           (static_cast<__int128>(interval.days) + kLeastMonth * interval.months) * kMicrosPerDay;
  };
  if (step.months == 0) {  // Spark counts whole days of an interval of hours as days
    step.days += static_cast<std::int32_t>(step.micros / kMicrosPerDay);
    step.micros %= kMicrosPerDay;
  }
  const auto least = static_cast<std::int64_t>(micros(step));
  if (step.months == 0 && step.days == 0) return fill_numbers(result, row, from, to, least);
  const duckdb::timestamp_t first(zone.to_local(from));
  std::vector<std::int64_t> items;
  items.reserve(static_cast<std::size_t>(checked_length(from, to, least)));
  for (std::int32_t i = 0;; ++i) {
    const duckdb::interval_t steps = {step.months * i, step.days * i, 0};
    const std::int64_t day = zone.to_utc(duckdb::Interval::Add(first, steps).value);
    const std::int64_t item = day + step.micros * i;
    if (least > 0 ? item > to : item < to) break;
    items.push_back(item);
  }
  std::ranges::copy(items, append_list(result, row, static_cast<std::int64_t>(items.size())));
}

// (from, to, step), and what is behind them
template <typename Step, typename Fill>
void fill_rows(duckdb::DataChunk& input, Vector& result, Fill fill) {
  std::array<duckdb::UnifiedVectorFormat, 3> columns;
  for (std::size_t i = 0; i < columns.size(); ++i) input.data[i].ToUnifiedFormat(input.size(), columns[i]);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    std::array<idx_t, 3> at;
    bool valid = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      at[i] = columns[i].sel->get_index(row);
      valid = valid && columns[i].validity.RowIsValid(at[i]);
    }
    if (valid)
      fill(result, row, detail::get<std::int64_t>(columns[0], at[0]),
           detail::get<std::int64_t>(columns[1], at[1]), detail::get<Step>(columns[2], at[2]));
    else
      duckdb::FlatVector::SetNull(result, row, true);
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

void number_sequences(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  fill_rows<std::int64_t>(input, result, fill_numbers);
}

// (from, to, step, zone)
void time_sequences(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const JavaZone zone = java_zone(duckdb::StringValue::Get(input.GetValue(3, 0)));
  fill_rows<duckdb::interval_t>(
      input, result, [&](Vector& to, idx_t row, auto... bounds) { fill_times(to, row, bounds..., zone); });
}

base::Error wrong_types(const Call& call) {
  return base::refusal("DATATYPE_MISMATCH.SEQUENCE_WRONG_INPUT_TYPES", 400,
                       fmt::format("[DATATYPE_MISMATCH.SEQUENCE_WRONG_INPUT_TYPES] Cannot resolve \"{}\" due "
                                   "to data type mismatch: `sequence` uses the wrong parameter type. The "
                                   "parameter type must conform to: 1. The start and stop expressions must "
                                   "resolve to the same type. 2. Otherwise, if start and stop expressions "
                                   "resolve to the \"TIMESTAMP\" or \"DATE\" type, then the step expression "
                                   "must resolve to an \"INTERVAL\" type.",
                                   call_name(call)));
}

// Between two values of one type; without a step one by one, up or down.
Tree stepping(Tree from, Tree to, Tree step, Tree up, Tree down, const char* kernel, Tree zone = nullptr) {
  return let_tree(std::move(from), [&](const Tree& first) {
    return let_tree(std::move(to), [&](const Tree& last) {
      if (!step)
        step = if_tree(
            compare_tree(duckdb::ExpressionType::COMPARE_LESSTHANOREQUALTO, first->Copy(), last->Copy()),
            std::move(up), std::move(down));
      Trees arguments = trees(first->Copy(), last->Copy(), std::move(step));
      if (zone) arguments.push_back(std::move(zone));
      return call_tree(kernel, std::move(arguments));
    });
  });
}

base::Result<Typed> of_numbers(Call& call, const Type& type) {
  std::string name = call_name(call);
  auto from = TRY(argument_as(call, 0, Type::BIGINT)), to = TRY(argument_as(call, 1, Type::BIGINT));
  Tree step = call.arguments.size() > 2 ? TRY(argument_as(call, 2, Type::BIGINT)) : nullptr;
  auto made = stepping(std::move(from), std::move(to), std::move(step), number_tree(1), number_tree(-1),
                       "dovetail_number_sequence");
  const Type list = Type::LIST(type);
  return Typed{type.id() == Id::BIGINT ? std::move(made) : cast_tree(std::move(made), list), list,
               std::move(name)};
}

// What has no zone is stepped through as if it were in UTC.
base::Result<Typed> of_times(Call& call, const Type& type) {
  std::string name = call_name(call);
  for (const std::size_t i : {0, 1})
    call.arguments[i] = TRY(coerce(std::move(call.arguments[i]), type, call.session));
  const bool instants = type.id() == Id::TIMESTAMP_TZ;
  const Type item = instants ? type : Type(Type::TIMESTAMP);
  const auto bound = [&](std::size_t i) { return cast_tree(std::move(call.arguments[i].tree), item); };
  const auto days = [](std::int32_t count) { return constant_tree(duckdb::Value::INTERVAL(0, count, 0)); };
  Tree step = call.arguments.size() > 2 ? std::move(call.arguments[2].tree) : nullptr;
  auto from = bound(0), to = bound(1);
  auto made = stepping(std::move(from), std::move(to), std::move(step), days(1), days(-1),
                       instants ? "dovetail_instant_sequence" : "dovetail_time_sequence",
                       constant_tree(duckdb::Value(instants ? call.session.time_zone : "UTC")));
  const Type list = Type::LIST(type);
  return Typed{type == item ? std::move(made) : cast_tree(std::move(made), list), list, std::move(name)};
}

// Of dates, steps are whole days.
bool is_part_of_day(const Call& call) {
  if (call.arguments.size() < 3) return false;
  const auto& step = *call.arguments[2].tree;
  return step.GetExpressionClass() == duckdb::ExpressionClass::CONSTANT &&
         duckdb::IntervalValue::Get(step.Cast<duckdb::ConstantExpression>().value).micros != 0;
}

base::Result<Typed> sequence(Call& call) {
  const auto type = common_type(call.arguments[0].type, call.arguments[1].type);
  const bool steps = call.arguments.size() > 2;
  if (!type) return wrong_types(call);
  if (is_integral(*type)) {
    if (!steps || is_null_type(call.arguments[2].type)) return of_numbers(call, *type);
    const auto widest = common_type(*type, call.arguments[2].type);
    return widest && is_integral(*widest) ? of_numbers(call, *widest) : wrong_types(call);
  }
  if (!is_datetime(*type) && !is_timestamp(*type)) return wrong_types(call);
  if (steps && !is_interval(call.arguments[2].type)) return wrong_types(call);
  if (steps) call.arguments[2].tree = calendar_interval(std::move(call.arguments[2]));
  if (type->id() == Id::DATE && is_part_of_day(call))
    return base::refusal(
        "_LEGACY_ERROR_TEMP_3242", 400,
        "sequence step must be an interval day to second of day granularity if start and end "
        "values are dates");
  return of_times(call, *type);
}

constexpr FunctionRow kRows[] = {{"sequence", 2, 3, sequence}};

}  // namespace

std::span<const FunctionRow> spark_sequence_functions() {
  return kRows;
}

void register_spark_sequence_kernels(duckdb::ExtensionLoader& loader) {
  register_fallible(loader, "dovetail_number_sequence", {Type::BIGINT, Type::BIGINT, Type::BIGINT},
                    Type::LIST(Type::BIGINT), number_sequences);
  for (const auto& [name, type] : {std::pair("dovetail_time_sequence", Type::TIMESTAMP),
                                   std::pair("dovetail_instant_sequence", Type::TIMESTAMP_TZ)})
    register_fallible(loader, name, {type, type, Type::INTERVAL, Type::VARCHAR}, Type::LIST(type),
                      time_sequences);
}

}  // namespace engine
