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

// The field that keeps malformed records, when the type is a struct that has one.
Vector* corrupt_field(Vector& result, const std::string& name) {
  if (result.GetType().id() != duckdb::LogicalTypeId::STRUCT) return nullptr;
  auto& fields = duckdb::StructVector::GetEntries(result);
  for (idx_t i = 0; i < fields.size(); ++i)
    if (duckdb::StructType::GetChildName(result.GetType(), i) == name) return fields[i].get();
  return nullptr;
}

// A struct that is there, and whose fields are NULL.
void put_malformed(Vector& result, idx_t row) {
  if (result.GetType().id() != duckdb::LogicalTypeId::STRUCT) return set_null(result, row);
  FlatVector::Validity(result).SetValid(row);
  for (auto& field : duckdb::StructVector::GetEntries(result)) set_null(*field, row);
}

[[noreturn]] void malformed(std::string_view text, const Type& type) {
  const bool array = type.id() == duckdb::LogicalTypeId::STRUCT && JsonCursor(text).kind() == Kind::Array;
  const std::string condition = std::string("MALFORMED_RECORD_IN_PARSING.") +
                                (array ? "CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS" : "WITHOUT_SUGGESTION");
  raise(base::refusal(condition, 400,
                      "[" + condition +
                          "] Malformed records are detected in record parsing: " + std::string(text) +
                          ". Parse Mode: FAILFAST. To process malformed records as null result, try setting "
                          "the option 'mode' as 'PERMISSIVE'."));
}

// How a text fits the type: fields of a struct that do not are NULL alone.
enum class Fit { Whole, Partly, None };

// Puts the value of the text, which is not NULL.
Fit put_json(std::string_view text, const JsonColumn& column, JsonWriter& writer, Vector& result, idx_t row) {
  JsonCursor cursor(text);
  const auto id = column.type.id();
  const Kind kind = cursor.kind();
  set_null(result, row);
  if (kind == Kind::End) return Fit::Whole;
  // One value may stand for an array of it.
  if (id == duckdb::LogicalTypeId::LIST && kind == Kind::Object) {
    const std::string list = "[" + std::string(text) + "]";
    JsonCursor whole(list);
    writer.write(whole, column, result, row);
    return whole.ok() && !writer.take_misfit() ? Fit::Whole : Fit::None;
  }
  writer.write(cursor, column, result, row);
  const bool is_struct = id == duckdb::LogicalTypeId::STRUCT, fits = !writer.take_misfit();
  if (!cursor.ok() || (is_struct && !FlatVector::Validity(result).RowIsValid(row))) return Fit::None;
  return fits ? Fit::Whole : is_struct ? Fit::Partly : Fit::None;
}

// (text, the type's witness, whether what is malformed fails, the name of the field that keeps it)
void from_json(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  duckdb::UnifiedVectorFormat texts, strictness;
  input.data[0].ToUnifiedFormat(input.size(), texts);
  input.data[1].ToUnifiedFormat(input.size(), strictness);
  const bool strict = detail::get<bool>(strictness, strictness.sel->get_index(0));
  Vector* corrupt = corrupt_field(result, duckdb::StringValue::Get(input.GetValue(2, 0)));
  const JsonColumn column("value", result.GetType());
  JsonWriter writer;
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    const idx_t at = texts.sel->get_index(row);
    if (!texts.validity.RowIsValid(at)) {
      set_null(result, row);
      continue;
    }
    const std::string_view text = detail::get<std::string_view>(texts, at);
    const Fit fit = put_json(text, column, writer, result, row);
    if (strict && fit != Fit::Whole) malformed(text, result.GetType());
    if (fit == Fit::None) put_malformed(result, row);
    if (corrupt == nullptr) continue;
    set_null(*corrupt, row);
    if (fit == Fit::Whole) continue;
    FlatVector::Validity(*corrupt).SetValid(row);
    detail::put(*corrupt, row, text);
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
  duckdb::ScalarFunction reader(
      "dovetail_from_json", {Type::VARCHAR, Type::ANY, Type::BOOLEAN, Type::VARCHAR}, Type::ANY, from_json);
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
