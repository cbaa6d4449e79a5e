#include "duckdb/planner/expression.hpp"
#include "engine/functions/spark_json.h"
#include "engine/functions/trino_kernels.h"
#include "engine/sinks/json_rows.h"
#include "engine/sources/json_options.h"
#include "engine/sources/json_writer.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;
using Kind = JsonCursor::Kind;

void set_null(Vector& result, idx_t row) {
  FlatVector::SetNull(result, row, true);
}

// A struct that is there, and whose fields are NULL, but for the one that keeps malformed records.
void put_malformed(std::string_view text, Vector& result, idx_t row) {
  if (result.GetType().id() != duckdb::LogicalTypeId::STRUCT) return set_null(result, row);
  FlatVector::Validity(result).SetValid(row);
  auto& fields = duckdb::StructVector::GetEntries(result);
  for (idx_t i = 0; i < fields.size(); ++i) {
    set_null(*fields[i], row);
    const auto& [name, type] = duckdb::StructType::GetChildTypes(result.GetType())[i];
    if (name != JsonOptions().corrupt_column || !is_string(type)) continue;
    FlatVector::Validity(*fields[i]).SetValid(row);
    detail::put(*fields[i], row, text);
  }
}

[[noreturn]] void malformed(std::string_view text) {
  raise(base::refusal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", 400,
                      "[MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION] Malformed records are detected in "
                      "record parsing: " +
                          std::string(text) +
                          ". Parse Mode: FAILFAST. To process malformed records as null result, try setting "
                          "the option 'mode' as 'PERMISSIVE'."));
}

// Puts the value of the text, which is not NULL; false: it is none of the type.
bool put_json(std::string_view text, const JsonColumn& column, JsonWriter& writer, Vector& result,
              idx_t row) {
  JsonCursor cursor(text);
  const auto id = column.type.id();
  const Kind kind = cursor.kind();
  set_null(result, row);
  if (kind == Kind::End) return true;
  // One value may stand for an array of it.
  if (id == duckdb::LogicalTypeId::LIST && kind == Kind::Object) {
    const std::string list = "[" + std::string(text) + "]";
    JsonCursor whole(list);
    writer.write(whole, column, result, row);
    return whole.ok() && !writer.take_misfit();
  }
  writer.write(cursor, column, result, row);
  // Fields of a struct that do not fit are NULL alone.
  const bool fits = !writer.take_misfit() || id == duckdb::LogicalTypeId::STRUCT;
  const bool there = id != duckdb::LogicalTypeId::STRUCT || FlatVector::Validity(result).RowIsValid(row);
  return cursor.ok() && fits && there;
}

// (text, the type's witness, whether what is malformed fails)
void from_json(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  duckdb::UnifiedVectorFormat texts, strictness;
  input.data[0].ToUnifiedFormat(input.size(), texts);
  input.data[1].ToUnifiedFormat(input.size(), strictness);
  const bool strict = detail::get<bool>(strictness, strictness.sel->get_index(0));
  const JsonColumn column("value", result.GetType());
  JsonWriter writer(false);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    const idx_t at = texts.sel->get_index(row);
    if (!texts.validity.RowIsValid(at)) {
      set_null(result, row);
      continue;
    }
    const std::string_view text = detail::get<std::string_view>(texts, at);
    if (put_json(text, column, writer, result, row)) continue;
    if (strict) malformed(text);
    put_malformed(text, result, row);
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

void to_json(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  VectorFormat values;
  Vector::RecursiveToUnifiedFormat(input.data[0], input.size(), values);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  std::string text;
  for (idx_t row = 0; row < input.size(); ++row) {
    idx_t index = 0;
    if (!is_valid(values, row, index)) {
      set_null(result, row);
      continue;
    }
    text.clear();
    append_json_value(text, values, index);
    detail::put(result, row, std::string_view(text));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

using Arguments = duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>;

}  // namespace

void register_spark_json_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction reader("dovetail_from_json", {Type::VARCHAR, Type::ANY, Type::BOOLEAN}, Type::ANY,
                                from_json);
  reader.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound, Arguments& arguments) {
    bound.SetReturnType(arguments[1]->return_type);
    bound.arguments[1] = arguments[1]->return_type;
    duckdb::Function::EraseArgument(bound, arguments, 1);
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  reader.SetFallible();
  register_kernel(loader, std::move(reader));
  duckdb::ScalarFunction writer("dovetail_to_json", {Type::ANY}, Type::VARCHAR, to_json);
  writer.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound, Arguments& arguments) {
    bound.arguments[0] = arguments[0]->return_type;
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  register_kernel(loader, std::move(writer));
  register_json_object_kernels(loader);
}

}  // namespace engine
