#pragma once

#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"
#include "engine/functions/tree.h"
#include "engine/python/python_function.h"

namespace engine {

// Calls of users' functions as scalar functions of DuckDB. The first argument says which function it is; the
// others are its arguments. It is a number: DuckDB has statistics of all constants but pointers. Each thread
// that evaluates one has a State, and with that a process, of its own. They are volatile: DuckDB neither
// folds them nor makes a call twice for one row.
struct PythonCall final : duckdb::FunctionData {
  explicit PythonCall(const PythonFunction& function) : function(function) {}
  duckdb::unique_ptr<FunctionData> Copy() const override { return duckdb::make_uniq<PythonCall>(function); }
  bool Equals(const FunctionData& other) const override {
    return &function == &other.Cast<PythonCall>().function;
  }
  const PythonFunction& function;
};

inline duckdb::unique_ptr<duckdb::FunctionData> bind_python_call(
    duckdb::ClientContext& context, duckdb::ScalarFunction& bound,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const auto address = duckdb::ExpressionExecutor::EvaluateScalar(context, *arguments[0]);
  const auto& function = *reinterpret_cast<const PythonFunction*>(address.GetValue<std::uint64_t>());
  bound.arguments.clear();
  for (const auto& argument : arguments) bound.arguments.push_back(argument->return_type);
  bound.SetReturnType(function.result);
  return duckdb::make_uniq<PythonCall>(function);
}

// `State(function, types of the arguments, context)` has `call(arguments, result)`.
template <typename State>
duckdb::ScalarFunction python_call_function(const char* name) {
  duckdb::ScalarFunction function(
      name, {Type::UBIGINT}, Type::ANY,
      [](duckdb::DataChunk& input, duckdb::ExpressionState& state, duckdb::Vector& result) {
        duckdb::DataChunk arguments;
        for (std::size_t i = 1; i < input.data.size(); ++i) arguments.data.emplace_back(input.data[i]);
        arguments.SetCardinality(input.size());
        result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
        duckdb::ExecuteFunctionState::GetFunctionState(state)->template Cast<State>().call(arguments, result);
      });
  function.SetBindCallback(bind_python_call);
  function.SetInitStateCallback([](duckdb::ExpressionState& state,
                                   const duckdb::BoundFunctionExpression& call, duckdb::FunctionData* data) {
    duckdb::vector<Type> types;
    for (std::size_t i = 1; i < call.children.size(); ++i) types.push_back(call.children[i]->return_type);
    return duckdb::unique_ptr<duckdb::FunctionLocalState>(
        duckdb::make_uniq<State>(data->Cast<PythonCall>().function, std::move(types), state.GetContext()));
  });
  function.varargs = Type::ANY;
  function.SetVolatile();
  function.SetFallible();
  function.SetNullHandling(duckdb::FunctionNullHandling::SPECIAL_HANDLING);
  return function;
}

inline Tree python_call_tree(const char* name, const PythonFunction& function, Trees arguments) {
  auto address = constant_tree(duckdb::Value::UBIGINT(reinterpret_cast<std::uintptr_t>(&function)));
  arguments.insert(arguments.begin(), std::move(address));
  return call_tree(name, std::move(arguments));
}

}  // namespace engine
