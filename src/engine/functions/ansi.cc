#include "engine/functions/ansi.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "base/text.h"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/ansi_failure.h"
#include "engine/functions/kernel.h"
#include "engine/functions/nested.h"

namespace engine {
namespace {

constexpr const char* kPresentOrFails = "dovetail_present_or_fails";

// Of functions that are kernels, those that fail where the others go on.
struct Kernel {
  std::string_view function;
  std::string_view kernel;
};
constexpr std::array kFailing = std::to_array<Kernel>({{"conv", "inner.conv_or_fails"}});

// Each argument is computed once, and stands in the tree once: calls in calls would double it.
base::Result<Typed> present_or_fails(const FunctionRow& row, Call call, const AnsiFailure& failure) {
  std::vector<Typed>& arguments = call.arguments;
  const std::size_t count = arguments.size();
  Trees known;
  std::optional<base::Result<Typed>> made;
  const std::function<Tree(std::size_t)> beside = [&](std::size_t i) -> Tree {
    if (i < count)
      return let_tree(std::move(arguments[i].tree), [&](const Tree& argument) {
        arguments[i].tree = argument->Copy();
        known.push_back(argument->Copy());
        return beside(i + 1);
      });
    made = row.build(call);
    if (!made->ok()) return null_tree(Type::SQLNULL);
    Trees operands =
        trees(std::move((*made)->tree), constant_tree(duckdb::Value(std::string(failure.function))));
    std::ranges::move(known, std::back_inserter(operands));
    return call_tree(kPresentOrFails, std::move(operands));
  };
  Tree tree = beside(0);
  Typed value = TRY(std::move(*made));
  value.tree = std::move(tree);
  return value;
}

duckdb::unique_ptr<duckdb::FunctionData> bind_present(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  function.arguments[0] = arguments[0]->return_type;
  function.SetReturnType(arguments[0]->return_type);
  return nullptr;
}

// Its input: a value, the function that it is of, and what that was given.
void check_present(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnifiedVectorFormat values;
  input.data[0].ToUnifiedFormat(input.size(), values);
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    if (values.validity.RowIsValid(values.sel->get_index(row))) continue;
    std::vector<duckdb::Value> given;
    for (std::size_t i = 2; i < input.ColumnCount(); ++i) given.push_back(input.data[i].GetValue(row));
    if (std::ranges::any_of(given, &duckdb::Value::IsNull)) continue;
    const std::string function = input.data[1].GetValue(row).GetValue<std::string>();
    raise(ansi_failure(function, given.size())->error(given));
  }
  result.Reference(input.data[0]);
}

}  // namespace

// What only tries is what it is outside of the mode.
base::Result<Typed> build_in_ansi(const FunctionRow& row, Call call) {
  const std::string name = base::to_lower(row.name);
  if (name.starts_with("try_")) {
    Session lenient = call.session;
    lenient.ansi = false;
    return call_function({.name = call.name,
                          .arguments = std::move(call.arguments),
                          .distinct = call.distinct,
                          .session = lenient,
                          .over = call.over,
                          .orders = std::move(call.orders),
                          .filter = std::move(call.filter)});
  }
  const auto failing = std::ranges::find(kFailing, name, &Kernel::function);
  if (failing != kFailing.end()) call.name = failing->kernel;
  const AnsiFailure* failure = call.arguments.empty() ? nullptr : ansi_failure(name, call.arguments.size());
  return failure == nullptr ? row.build(call) : present_or_fails(row, std::move(call), *failure);
}

void register_ansi_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(kPresentOrFails, {Type::ANY, Type::VARCHAR}, Type::ANY, check_present,
                                  bind_present);
  function.varargs = Type::ANY;
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
