#include "duckdb/common/type_visitor.hpp"
#include "engine/functions/json_cast.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"

// trino.json_cast(json, 'type as Spark spells it', 'type as Trino spells it', 'which rows have names'): what
// JSON says, as a value of that type, where binary stands for a part that stays JSON.
namespace engine {
namespace {

// JSON is its text.
Type with_texts(const Type& type) {
  return duckdb::TypeVisitor::VisitReplace(type, [](const Type& part) {
    return part.id() == duckdb::LogicalTypeId::BLOB ? Type(Type::VARCHAR) : part;
  });
}

duckdb::scalar_function_t kernel_for(const Type& type) {
  return [type](duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
    duckdb::UnifiedVectorFormat documents;
    input.data[0].ToUnifiedFormat(input.size(), documents);
    JsonCast values(type, input.data[1].GetValue(0).ToString(), input.data[2].GetValue(0).ToString());
    const bool constant = input.data[0].GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    for (duckdb::idx_t row = 0; row < (constant ? 1 : input.size()); ++row) {
      const auto at = documents.sel->get_index(row);
      if (documents.validity.RowIsValid(at))
        values.write(detail::get<std::string_view>(documents, at), result, row);
      else
        duckdb::FlatVector::SetNull(result, row, true);
    }
    if (constant) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  };
}

duckdb::unique_ptr<duckdb::FunctionData> bind(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type type = arguments[3]->return_type;
  function.arguments = {Type::VARCHAR, Type::VARCHAR, Type::VARCHAR, type};
  function.SetReturnType(with_texts(type));
  function.SetFunctionCallback(kernel_for(type));
  duckdb::Function::EraseArgument(function, arguments, 3);
  return nullptr;
}

base::Result<Typed> build(Call& call) {
  const auto text = constant_text(call.arguments[1]), shown = constant_text(call.arguments[2]);
  const auto named = constant_text(call.arguments[3]);
  if (!text || !shown || !named) return wrong_type(call, 1, "a constant STRING");
  const Type type = TRY(parse_type(*text));
  std::string name = call_name(call);
  auto made =
      call_tree("dovetail_json_cast", TRY(argument_as(call, 0, Type::VARCHAR)),
                constant_tree(duckdb::Value(*shown)), constant_tree(duckdb::Value(*named)), null_tree(type));
  return Typed{std::move(made), with_texts(type), std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"trino.json_cast", 4, 4, build},
};

}  // namespace

std::span<const FunctionRow> json_cast_functions() {
  return kRows;
}

void register_json_cast_kernel(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_json_cast",
                                  {Type::VARCHAR, Type::VARCHAR, Type::VARCHAR, Type::ANY}, Type::ANY,
                                  nullptr, bind);
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
