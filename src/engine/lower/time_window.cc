#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/common/types/interval.hpp"
#include "engine/functions/nested.h"
#include "engine/functions/spark_kernels.h"
#include "engine/lower/lowering.h"
#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"

// window(time, length [, slide [, start]]): the stretches of time of that length in which the row's time
// lies, one beginning each slide. A row whose time is NULL lies in none, and one that lies in several is
// there for each (https://spark.apache.org/docs/latest/api/sql/#window).
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

constexpr std::int64_t kMostWindows = 1'000;  // of one row

const connect::Expression* window_call(const google::protobuf::Message& message) {
  const connect::Expression* found = nullptr;
  plan::for_each_expression(message, [&](const connect::Expression& expression) {
    if (expression.has_unresolved_function() &&
        base::iequals(expression.unresolved_function().function_name(), "window"))
      found = &expression;
  });
  return found;
}

// "10 minutes", "interval 1 day 2 hours", or a number of microseconds.
base::Result<std::int64_t> micros_of(const Typed& argument) {
  if (const auto number = constant_integer(argument)) return *number;
  const auto text = constant_text(argument);
  if (!text) return unsupported("a length of window() that is no constant");
  const std::string lower = base::to_lower(std::string(base::trim(*text)));
  const std::string_view units = lower.starts_with("interval ") ? std::string_view(lower).substr(9) : lower;
  duckdb::interval_t interval;
  if (!duckdb::Interval::FromCString(units.data(), units.size(), interval, nullptr, true))
    return plan::spark_error("CANNOT_PARSE_INTERVAL",
                             "Unable to parse <intervalString>. Please ensure that the value provided is in "
                             "a valid format for defining an interval. You can reference the documentation "
                             "for the correct format.",
                             {{"intervalString", fmt::format("'{}'", *text)}});
  if (interval.months != 0)
    return base::refusal("_LEGACY_ERROR_TEMP_3231", 400,
                         fmt::format("Intervals greater than a month is not supported ({}).", *text));
  return duckdb::Interval::GetMicro(interval);
}

struct TimeWindows {
  std::int64_t length = 0;
  std::int64_t slide = 0;
  std::int64_t start = 0;

  std::int64_t count() const { return (length + slide - 1) / slide; }  // that a time may lie in
};

base::Error out_of_range(const Call& call, std::string_view text) {
  return base::refusal("DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION", 400,
                       fmt::format("[DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION] Cannot resolve \"{}\" "
                                   "due to data type mismatch: {}.",
                                   call_name(call), text));
}

base::Result<TimeWindows> windows_of(const Call& call) {
  TimeWindows windows;
  windows.length = TRY(micros_of(call.arguments[1]));
  windows.slide = call.arguments.size() > 2 ? TRY(micros_of(call.arguments[2])) : windows.length;
  if (call.arguments.size() > 3) windows.start = TRY(micros_of(call.arguments[3]));
  if (windows.length <= 0) return out_of_range(call, "The window duration must be greater than 0");
  if (windows.slide <= 0) return out_of_range(call, "The slide duration must be greater than 0");
  if (windows.slide > windows.length)
    return out_of_range(call, "The slide duration must be at most the window duration");
  if (std::abs(windows.start) >= windows.slide)
    return out_of_range(call, "The start time must be less than the slide duration");
  if (windows.count() > kMostWindows) return unsupported("a time in more than 1000 windows");
  return windows;
}

Tree edge(const Tree& time, const TimeWindows& windows, std::int64_t shift) {
  return kernel_tree("inner.window_start", trees(time->Copy(), number_tree(windows.slide),
                                                 number_tree(windows.start), number_tree(shift)));
}

// The last one first.
Tree windows_tree(const Tree& time, const TimeWindows& windows) {
  Trees made;
  for (std::int64_t back = 0; back < windows.count(); ++back) {
    std::vector<std::pair<std::string, Tree>> window;
    window.emplace_back("start", edge(time, windows, -back * windows.slide));
    window.emplace_back("end", edge(time, windows, windows.length - back * windows.slide));
    made.push_back(struct_tree(std::move(window)));
  }
  Tree list = call_tree("list_value", std::move(made));
  if (windows.length % windows.slide == 0) return list;
  const std::string window = "dovetail_window";  // the first of them may be over
  return call_tree("list_filter", std::move(list),
                   lambda_tree({window}, compare_tree(duckdb::ExpressionType::COMPARE_GREATERTHAN,
                                                      field_tree(column_tree(window), "end"), time->Copy())));
}

}  // namespace

base::Result<Lowered> Lowering::below_windows(Lowered input,
                                              std::span<const connect::Expression* const> list) {
  made_windows_.clear();
  for (const auto* item : list) {
    const connect::Expression* call = window_call(*item);
    if (call == nullptr || made_windows_.contains(call->SerializeAsString())) continue;
    if (!made_windows_.empty()) return unsupported("several window() side by side");
    input = TRY(below_window(std::move(input), *call));
  }
  return below_outer_windows(std::move(input), list);
}

// The window becomes a column below, behind those of the input.
base::Result<Lowered> Lowering::below_window(Lowered input, const connect::Expression& expression) {
  const auto& function = expression.unresolved_function();
  TRY(consume_only(function, {"function_name", "arguments", "is_distinct", "is_internal"}));
  Call call{.name = function.function_name(), .session = session_};
  for (const auto& argument : function.arguments())
    call.arguments.push_back(TRY(this->expression(argument, input.columns)));
  if (call.arguments.size() < 2 || call.arguments.size() > 4)
    return unsupported("window() of other than two to four arguments");
  const auto windows = TRY(windows_of(call));
  const bool local = call.arguments[0].type.id() == Id::TIMESTAMP;
  const Type type = local ? Type::TIMESTAMP : Type::TIMESTAMP_TZ;
  if (!is_datetime(call.arguments[0].type) && !is_string(call.arguments[0].type))
    return wrong_type(call, 0, R"(("TIMESTAMP" or "TIMESTAMP WITHOUT TIME ZONE"))");

  const OutputColumn time = new_column("time", type);
  auto node = select_from(std::move(input.table));
  select_reachable(*node, input);
  select_value(*node, TRY(implicit_argument(call, 0, type)), time);
  node = select_from(as_table(std::move(node)));
  node->where_clause = present_tree(column_tree(time.id));
  const OutputColumn window = new_column("window", Type::STRUCT({{"start", type}, {"end", type}}));
  select_reachable(*node, input);
  select_value(*node, call_tree("unnest", windows_tree(column_tree(time.id), windows)), window);
  input.table = as_table(std::move(node));
  made_windows_.emplace(expression.SerializeAsString(), Typed{column_tree(window.id), window.type, "window"});
  return input;
}

base::Result<Typed> Lowering::time_window(const connect::Expression& call) {
  const Typed* made = made_window(call);
  if (made == nullptr) return unsupported("window() but in a select list, a condition or GROUP BY");
  return Typed{made->tree->Copy(), made->type, made->name};
}

}  // namespace engine
