#include "engine/python/python_udf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "engine/functions/no_fields.h"
#include "engine/functions/spark_interval.h"
#include "engine/lower/lowering.h"
#include "engine/storage/run_storage.h"
#include "plan/program.pb.h"
#include "spark/connect/expressions.pb.h"

namespace engine {
namespace {

using Udf = connect::CommonInlineUserDefinedFunction;

// One value for each row. Functions of whole frames and groups stand in relations of their own
// (python_map.cc).
constexpr std::array kScalarKinds = {PythonKind::Rows,         PythonKind::RowsInArrow,
                                     PythonKind::PandasScalar, PythonKind::PandasScalarIter,
                                     PythonKind::ArrowScalar,  PythonKind::ArrowScalarIter};

constexpr std::array kAggregateKinds = {PythonKind::PandasGroupedAgg, PythonKind::PandasGroupedAggIter,
                                        PythonKind::ArrowGroupedAgg, PythonKind::ArrowGroupedAggIter};

template <typename Kinds>
bool has(const Kinds& kinds, PythonKind kind) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

base::Error lambda_with_udf(const std::string& name) {
  return base::refusal(
      "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_PYTHON_UDF", 400,
      fmt::format(
          "[UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_PYTHON_UDF] The feature is not supported: Lambda "
          "function with Python UDF {} in a higher order function.",
          name));
}

}  // namespace

base::Result<const PythonFunction*> Lowering::python_function(const Udf& udf) {
  TRY(consume_only(udf, {"function_name", "deterministic", "arguments", "python_udf"}));
  const auto& python = udf.python_udf();
  TRY(consume_only(python, {"output_type", "eval_type", "command", "python_ver"}));
  Type result = TRY(type_of(python.output_type()));
  if (holds_interval(result)) return unsupported("an interval that a Python function gives");
  if (result == Type::STRUCT({})) result = struct_without_fields();
  std::vector<PythonFunction::Argument> arguments;
  for (std::int32_t i = 0; i < udf.arguments_size(); ++i)
    arguments.push_back({i, udf.arguments(i).named_argument_expression().key()});
  // Kept until the run is over: the tree, and the processes that its threads ask, point to it.
  python_functions_.push_back(std::make_unique<PythonFunction>(
      PythonFunction{.name = udf.function_name(),
                     .kind = static_cast<PythonKind>(python.eval_type()),
                     .python_version = python.python_ver(),
                     .command = python.command(),
                     .arguments = std::move(arguments),
                     .result = std::move(result),
                     .settings = {program_.python_settings().begin(), program_.python_settings().end()},
                     .time_zone = session_.time_zone,
                     .broker = storage_.broker()}));
  return python_functions_.back().get();
}

base::Result<Typed> Lowering::python_udf(const Udf& udf, const Columns& columns, const Window* over) {
  if (!udf.has_python_udf()) return unsupported_choice(udf);
  const PythonFunction& function = *TRY(python_function(udf));
  const bool aggregates = has(kAggregateKinds, function.kind);
  if (!aggregates && (over != nullptr || !has(kScalarKinds, function.kind)))
    return unsupported(fmt::format("a Python function of eval_type {} {}", static_cast<int>(function.kind),
                                   over == nullptr ? "in an expression" : "over a window"));
  if (aggregates && udf.arguments().empty()) return unsupported("a Python aggregate without arguments");
  Trees arguments;
  std::vector<std::string> names;
  for (const auto& argument : udf.arguments()) {
    const bool named = argument.has_named_argument_expression();
    if (named) TRY(consume_only(argument.named_argument_expression(), {"key", "value"}));
    Typed value = TRY(expression(named ? argument.named_argument_expression().value() : argument, columns));
    names.push_back(named ? fmt::format("{} => {}", argument.named_argument_expression().key(), value.name)
                          : value.name);
    arguments.push_back(std::move(value.tree));
  }
  std::string name = fmt::format("{}({})", function.name, base::join(names, ", "));
  // Only now, because the error shows the call with the names of its arguments.
  if (!lambda_variables_.empty()) return lambda_with_udf(name);
  return Typed{aggregates ? python_aggregate_tree(function, std::move(arguments), over)
                          : python_udf_tree(function, std::move(arguments)),
               function.result, std::move(name)};
}

}  // namespace engine
