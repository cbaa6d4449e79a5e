#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <random>

#include "duckdb/execution/expression_executor_state.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"
#include "engine/functions/call_errors.h"
#include "engine/functions/conversions.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"
#include "engine/functions/xor_shift.h"
#include "plan/spark_error.h"

// What Spark numbers and draws by the partitions of a data frame. Here a thread's rows are one: what fits one
// thread gets the numbers that Spark gives a data frame of one partition.
namespace engine {
namespace {

using duckdb::BoundFunctionExpression;
using duckdb::FunctionData;
using duckdb::FunctionLocalState;

// Counts the threads that came with rows.
struct Partitions final : FunctionData {
  duckdb::unique_ptr<FunctionData> Copy() const override { return duckdb::make_uniq<Partitions>(); }
  bool Equals(const FunctionData& other) const override { return this == &other; }

  std::atomic<std::int64_t> count = 0;
};

struct Partition final : FunctionLocalState {
  explicit Partition(Partitions& all) : all(all) {}

  // Taken with the first row, and not when a thread begins: the only thread that has rows is always the
  // first.
  std::int64_t number() {
    if (!own) own = all.count++;
    return *own;
  }

  Partitions& all;
  std::optional<std::int64_t> own;
  std::int64_t row = 0;
  std::optional<std::uint64_t> random;  // the generator's state, once it has one
  std::optional<double> second;         // of the normal numbers, which come in pairs
};

duckdb::unique_ptr<FunctionData> bind(duckdb::ClientContext&, duckdb::ScalarFunction&,
                                      duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>&) {
  return duckdb::make_uniq<Partitions>();
}
duckdb::unique_ptr<FunctionLocalState> begin(duckdb::ExpressionState&, const BoundFunctionExpression&,
                                             FunctionData* data) {
  return duckdb::make_uniq<Partition>(data->Cast<Partitions>());
}

Partition& partition_of(duckdb::ExpressionState& state) {
  return duckdb::ExecuteFunctionState::GetFunctionState(state)->Cast<Partition>();
}

// Under java.util.Random's doubles.
double next_double(Partition& partition) {
  const std::uint64_t high = xor_shift::next_bits(*partition.random, 26);
  return static_cast<double>((high << 27) + xor_shift::next_bits(*partition.random, 27)) * 0x1p-53;
}

// Marsaglia's polar method.
double next_normal(Partition& partition) {
  if (partition.second) return *std::exchange(partition.second, std::nullopt);
  for (;;) {
    const double a = 2 * next_double(partition) - 1, b = 2 * next_double(partition) - 1;
    const double square = a * a + b * b;
    if (square >= 1 || square == 0) continue;
    const double factor = std::sqrt(-2 * std::log(square) / square);
    partition.second = b * factor;
    return a * factor;
  }
}

// With its generator, which the first argument seeds.
Partition& begun(duckdb::DataChunk& input, duckdb::ExpressionState& state) {
  Partition& partition = partition_of(state);
  if (!partition.random)
    partition.random =
        xor_shift::first_state(input.data[0].GetValue(0).GetValue<std::int64_t>() + partition.number());
  return partition;
}

template <double (*next)(Partition&)>
void draw(duckdb::DataChunk& input, duckdb::ExpressionState& state, duckdb::Vector& result) {
  Partition& partition = begun(input, state);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  auto* numbers = duckdb::FlatVector::GetData<double>(result);
  for (duckdb::idx_t row = 0; row < input.size(); ++row) numbers[row] = next(partition);
}

// Of digits and letters.
std::string next_text(Partition& partition, std::int32_t length) {
  constexpr std::string_view kPool = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text(static_cast<std::size_t>(length), ' ');
  for (char& c : text) {
    const auto bits = static_cast<std::int32_t>(xor_shift::next_bits(*partition.random, 32));
    c = kPool[static_cast<std::size_t>(std::abs(bits % static_cast<std::int32_t>(kPool.size())))];
  }
  return text;
}

// (seed, length)
void draw_texts(duckdb::DataChunk& input, duckdb::ExpressionState& state, duckdb::Vector& result) {
  Partition& partition = begun(input, state);
  const auto length = input.data[1].GetValue(0).GetValue<std::int32_t>();
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  if (std::cmp_greater(static_cast<std::size_t>(length) * input.size(), kMostItems))
    refuse_value("COLLECTION_SIZE_LIMIT_EXCEEDED", "The texts of a function are larger than 2 GiB together.");
  for (duckdb::idx_t row = 0; row < input.size(); ++row)
    detail::put(result, row, std::string_view(next_text(partition, length)));
}

void number_rows(duckdb::DataChunk& input, duckdb::ExpressionState& state, duckdb::Vector& result) {
  Partition& partition = partition_of(state);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  auto* numbers = duckdb::FlatVector::GetData<std::int64_t>(result);
  for (duckdb::idx_t row = 0; row < input.size(); ++row)
    numbers[row] = (partition.number() << 33) + partition.row++;
}

void partition_number(duckdb::DataChunk&, duckdb::ExpressionState& state, duckdb::Vector& result) {
  result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  *duckdb::ConstantVector::GetData<std::int32_t>(result) =
      static_cast<std::int32_t>(partition_of(state).number());
}

base::Result<Tree> seed_of(Call& call, std::size_t index) {
  if (index >= call.arguments.size()) return number_tree(static_cast<std::int64_t>(std::random_device()()));
  const auto seed = is_null_type(call.arguments[index].type) ? std::optional<std::int64_t>(0)
                                                             : constant_integer(call.arguments[index]);
  if (!seed) return wrong_type(call, index, "a constant INT or BIGINT");
  return number_tree(*seed);
}

// Of a literal that is a number or says one; what stands behind the point is cut.
std::optional<std::int64_t> constant_length(const Typed& given) {
  if (const auto text = constant_text(given)) return text_to_integer(*text, Fraction::Cut);
  if (given.tree->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT) return std::nullopt;
  return text_to_integer(given.tree->Cast<duckdb::ConstantExpression>().value.ToString(), Fraction::Cut);
}

base::Result<Typed> drawn(Call& call, const char* kernel) {
  std::string name = call_name(call);
  auto seed = TRY(seed_of(call, 0));
  return Typed{call_tree(kernel, std::move(seed)), Type::DOUBLE, std::move(name)};
}
base::Result<Typed> rand(Call& call) {
  call.name = "rand";
  return drawn(call, "dovetail_spark_rand");
}
base::Result<Typed> randn(Call& call) {
  return drawn(call, "dovetail_spark_randn");
}

// A number of the bounds' type between them: the first one may come, the second one not.
base::Result<Typed> uniform(Call& call) {
  std::string name = call_name(call);
  const auto type = common_numeric_type(call.arguments[0].type, call.arguments[1].type);
  if (!type) return wrong_type(call, 0, "NUMERIC");
  auto seed = TRY(seed_of(call, 2));
  const auto low = TRY(argument_as(call, 0, Type::DOUBLE));
  auto width = call_tree("-", TRY(argument_as(call, 1, Type::DOUBLE)), low->Copy());
  auto number = call_tree("*", std::move(width), call_tree("dovetail_spark_rand", std::move(seed)));
  Typed sum{call_tree("+", low->Copy(), std::move(number)), Type::DOUBLE, name};
  auto result = TRY(cast(std::move(sum), *type, CastMode::Legacy, call.session));
  result.name = std::move(name);
  return result;
}

// randstr(length [, seed]): both are constants.
base::Result<Typed> randstr(Call& call) {
  std::string name = call_name(call);
  const Typed& given = call.arguments[0];
  if (!is_numeric(given.type) && !is_string(given.type) && !is_null_type(given.type))
    return wrong_type(call, 0, "INT");
  if (call.arguments.size() > 1) {
    const Typed& seed = call.arguments[1];
    if (seed.type != Type(Type::INTEGER) && seed.type != Type(Type::BIGINT) && !is_null_type(seed.type))
      return wrong_type(call, 1, "(\"INT\" or \"BIGINT\")");
    if (!is_null_type(seed.type) && !constant_integer(seed)) return not_foldable(call, 1, "seed", "integer");
  }
  const auto length = is_null_type(given.type) ? std::optional<std::int64_t>(0) : constant_length(given);
  if (!length) return not_foldable(call, 0, "length", "integer");
  if (*length < 0 || *length > std::numeric_limits<std::int32_t>::max())
    return plan::spark_error(
        "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
        "Cannot resolve <sqlExpr> due to data type mismatch: The <exprName> must be between "
        "<valueRange> (current value = <currentValue>).",
        {{"sqlExpr", fmt::format("\"{}\"", name)},
         {"exprName", "`length`"},
         {"valueRange", "[0, 2147483647]"},
         {"currentValue", std::to_string(*length)}});
  auto seed = TRY(seed_of(call, 1));
  auto drawn = call_tree("dovetail_spark_randstr", std::move(seed),
                         constant_tree(duckdb::Value::INTEGER(static_cast<std::int32_t>(*length))));
  return Typed{std::move(drawn), Type::VARCHAR, std::move(name)};
}

base::Result<Typed> monotonically_increasing_id(Call& call) {
  return Typed{call_tree("dovetail_spark_row_id", Trees()), Type::BIGINT, call_name(call)};
}
base::Result<Typed> spark_partition_id(Call&) {
  return Typed{call_tree("dovetail_spark_partition", Trees()), Type::INTEGER, "SPARK_PARTITION_ID()"};
}

constexpr FunctionRow kRows[] = {
    {"rand", 0, 1, rand},
    {"random", 0, 1, rand},
    {"randn", 0, 1, randn},
    {"uniform", 2, 3, uniform},
    {"randstr", 1, 2, randstr},
    {"monotonically_increasing_id", 0, 0, monotonically_increasing_id},
    {"spark_partition_id", 0, 0, spark_partition_id},
};

}  // namespace

std::span<const FunctionRow> spark_random_functions() {
  return kRows;
}

void register_spark_random_kernels(duckdb::ExtensionLoader& loader) {
  const auto add = [&](const char* name, duckdb::vector<Type> takes, const Type& gives,
                       duckdb::scalar_function_t work) {
    duckdb::ScalarFunction function(name, std::move(takes), gives, std::move(work), bind);
    function.SetInitStateCallback(begin);
    function.SetVolatile();
    loader.RegisterFunction(std::move(function));
  };
  add("dovetail_spark_rand", {Type::BIGINT}, Type::DOUBLE, draw<next_double>);
  add("dovetail_spark_randn", {Type::BIGINT}, Type::DOUBLE, draw<next_normal>);
  add("dovetail_spark_randstr", {Type::BIGINT, Type::INTEGER}, Type::VARCHAR, draw_texts);
  add("dovetail_spark_row_id", {}, Type::BIGINT, number_rows);
  add("dovetail_spark_partition", {}, Type::INTEGER, partition_number);
}

}  // namespace engine
