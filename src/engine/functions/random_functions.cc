#include "engine/functions/random_functions.h"

#include <random>

#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"

// What no query gives twice: https://trino.io/docs/435/functions/math.html#random-functions
namespace engine {
namespace {

std::mt19937_64& generator() {
  thread_local std::mt19937_64 engine{std::random_device()()};
  return engine;
}

std::int64_t between(std::int64_t first, std::int64_t behind) {
  return std::uniform_int_distribution<std::int64_t>(first, behind - 1)(generator());
}

std::optional<std::int64_t> random_below(std::int64_t bound) {
  if (bound <= 0) refuse_argument("bound must be positive");
  return between(0, bound);
}

std::optional<std::int64_t> random_between(std::int64_t start, std::int64_t stop) {
  if (start >= stop) refuse_argument("start value must be less than stop value");
  return between(start, stop);
}

// A kernel over whole numbers that is asked anew for each row, also where its arguments are constants.
template <typename... In, typename Work>
duckdb::scalar_function_t anew(Work work) {
  return [work](duckdb::DataChunk& input, duckdb::ExpressionState& state, duckdb::Vector& result) {
    for (auto& column : input.data) column.Flatten(input.size());
    row_kernel<In...>(work)(input, state, result);
  };
}

void shuffle(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  const Values lists = values_of(input.data[0], input.size());
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(lists, row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const auto list = list_at(lists, row);
    duckdb::SelectionVector order(list.length);
    for (idx_t i = 0; i < list.length; ++i) order.set_index(i, list.offset + i);
    std::shuffle(order.data(), order.data() + list.length, generator());
    const idx_t begin = duckdb::ListVector::GetListSize(result);
    if (list.length > 0)
      duckdb::ListVector::Append(result, duckdb::ListVector::GetEntry(input.data[0]), order, list.length);
    duckdb::FlatVector::GetData<duckdb::list_entry_t>(result)[row] = {begin, list.length};
  }
}

base::Result<Typed> random(Call& call) {
  return Typed{call_tree("random", Trees()), Type::DOUBLE, call_name(call)};
}

// Its text: a value of type uuid.
base::Result<Typed> uuid(Call& call) {
  return Typed{cast_tree(call_tree("uuid", Trees()), Type::VARCHAR), Type::VARCHAR, call_name(call)};
}

base::Result<Typed> of_numbers(Call& call, const char* kernel) {
  std::string name = call_name(call);
  Trees numbers;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    numbers.push_back(TRY(argument_as(call, i, Type::BIGINT)));
  return Typed{call_tree(kernel, std::move(numbers)), Type::BIGINT, std::move(name)};
}
base::Result<Typed> below(Call& call) {
  return of_numbers(call, "dovetail_random_below");
}
base::Result<Typed> inside(Call& call) {
  return of_numbers(call, "dovetail_random_between");
}

base::Result<Typed> shuffled(Call& call) {
  const Type type = call.arguments[0].type;
  if (type.id() != duckdb::LogicalTypeId::LIST) return wrong_type(call, 0, "ARRAY");
  std::string name = call_name(call);
  return Typed{call_tree("dovetail_shuffle", std::move(call.arguments[0].tree)), type, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"trino.random", 0, 0, random},      {"trino.uuid", 0, 0, uuid},
    {"trino.random_below", 1, 1, below}, {"trino.random_between", 2, 2, inside},
    {"trino.shuffle", 1, 1, shuffled},
};

}  // namespace

bool is_random(const duckdb::ParsedExpression& value) {
  constexpr std::string_view kFunctions[] = {"random",
                                             "uuid",
                                             "dovetail_random_below",
                                             "dovetail_random_between",
                                             "dovetail_shuffle",
                                             "dovetail_python_udf",
                                             "dovetail_python_aggregate",
                                             "dovetail_spark_rand",
                                             "dovetail_spark_randn"};
  if (value.GetExpressionClass() == duckdb::ExpressionClass::FUNCTION) {
    const auto& function = value.Cast<duckdb::FunctionExpression>();
    if (std::ranges::find(kFunctions, std::string_view(function.function_name)) != std::end(kFunctions))
      return true;
  }
  bool found = false;
  duckdb::ParsedExpressionIterator::EnumerateChildren(
      value, [&](const duckdb::ParsedExpression& child) { found = found || is_random(child); });
  return found;
}

std::span<const FunctionRow> random_functions() {
  return kRows;
}

void register_random_kernels(duckdb::ExtensionLoader& loader) {
  const Type number = Type::BIGINT;
  const auto add = [&](duckdb::ScalarFunction function) {
    function.SetVolatile();
    function.SetFallible();
    loader.RegisterFunction(std::move(function));
  };
  add({"dovetail_random_below", {number}, number, anew<std::int64_t>(random_below)});
  add({"dovetail_random_between",
       {number, number},
       number,
       anew<std::int64_t, std::int64_t>(random_between)});
  duckdb::ScalarFunction of_any("dovetail_shuffle", {Type::ANY}, Type::ANY, shuffle);
  of_any.SetBindCallback(bind_as_first);
  of_any.SetVolatile();
  of_any.SetFallible();
  register_kernel(loader, std::move(of_any));
}

}  // namespace engine
