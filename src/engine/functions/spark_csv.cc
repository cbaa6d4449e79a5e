#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/nested.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/spark_json.h"
#include "engine/functions/trino_kernels.h"
#include "engine/lower/field_audit.h"
#include "engine/sinks/csv_rows.h"
#include "engine/sources/csv_line.h"
#include "engine/storage/raise.h"

// https://spark.apache.org/docs/latest/sql-data-sources-csv.html: one record in a text.
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// sep, or delimiter; and mode, which must be the usual one.
base::Result<std::string> separator_of(const Call& call, std::size_t index) {
  std::string separator = ",";
  for (const auto& [option, value] : TRY(options_argument(call, index))) {
    const bool names_separator = option == "sep" || option == "delimiter";
    const bool usual = option == "mode" && base::iequals(value, "PERMISSIVE");
    if (!usual && (!names_separator || value.size() != 1)) return unknown_option(call, option);
    if (names_separator) separator = value;
  }
  return separator;
}

// from_csv(text, schema [, options]): fields that are missing, or no values of their types, are NULL.
base::Result<Typed> from_csv(Call& call) {
  std::string name = fmt::format("from_csv({})", call.arguments[0].name);
  const Type type = TRY(schema_argument(call, 1));
  if (type.id() != Id::STRUCT) return wrong_type(call, 1, "STRUCT");
  TRY(check_zone(call, type));
  auto separator = constant_tree(duckdb::Value(TRY(separator_of(call, 2))));
  auto text = TRY(argument_as(call, 0, Type::VARCHAR));
  base::Result<void> state;
  auto fields = call_tree("dovetail_csv_fields", std::move(text), std::move(separator));
  auto made = unless_null(std::move(fields), [&](const Tree& texts) {
    std::vector<std::pair<std::string, Tree>> values;
    for (const auto& [field, field_type] : duckdb::StructType::GetChildTypes(type)) {
      auto part =
          call_tree("list_extract", texts->Copy(), number_tree(static_cast<std::int64_t>(values.size()) + 1));
      auto value = coerce({std::move(part), Type::VARCHAR, field}, field_type, call.session);
      if (!value.ok()) state = value.error();
      values.emplace_back(field, value.ok() ? std::move(value->tree) : null_tree(field_type));
    }
    return struct_tree(std::move(values));
  });
  TRY(state);
  return Typed{std::move(made), type, std::move(name)};
}

base::Result<Typed> to_csv(Call& call) {
  std::string name = fmt::format("to_csv({})", call.arguments[0].name);
  const Type type = call.arguments[0].type;
  if (type.id() != Id::STRUCT) return wrong_type(call, 0, "STRUCT");
  for (const auto& [field, field_type] : duckdb::StructType::GetChildTypes(type))
    if (field_type.IsNested()) return unsupported(fmt::format("to_csv of {}", sql_name(field_type)));
  TRY(check_zone(call, type));
  auto separator = constant_tree(duckdb::Value(TRY(separator_of(call, 1))));
  auto value = TRY(with_interval_texts(std::move(call.arguments[0]), call.session));
  return Typed{call_tree("dovetail_to_csv", std::move(value.tree), std::move(separator)), Type::VARCHAR,
               std::move(name)};
}

// Of a record of texts: what each of them may be.
Type type_of_field(std::string_view text) {
  if (text.empty()) return Type::VARCHAR;
  if (const auto number = base::parse_int(text))
    return *number == static_cast<std::int32_t>(*number) ? Type::INTEGER : Type::BIGINT;
  const bool digits = std::ranges::all_of(text, base::is_digit);
  if (digits && text.size() <= 38) return Type::DECIMAL(static_cast<std::uint8_t>(text.size()), 0);
  if (text_to_double(text)) return Type::DOUBLE;
  if (text.size() == 10 && text_to_days(text)) return Type::DATE;
  if (text.size() > 10 && base::is_digit(text[0]) && text_to_timestamp(text)) return Type::TIMESTAMP_TZ;
  return base::iequals(text, "true") || base::iequals(text, "false") ? Type::BOOLEAN : Type::VARCHAR;
}

base::Result<Texts> fields_of(std::string_view text, std::string_view separator) {
  CsvOptions options;
  options.separator = separator[0];
  options.escape = '\\';
  options.doubled_quote = false;
  options.multiline = true;
  options.skip_blank_lines = false;
  options.empty_is_null = true;
  CsvLine line(options);
  return TRY(line.read(text)) ? line.texts() : Texts();
}

base::Result<Typed> schema_of_csv(Call& call) {
  std::string name = fmt::format("schema_of_csv({})", call.arguments[0].name);
  const auto text = constant_text(call.arguments[0]);
  if (!text)
    return base::refusal(
        "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT", 400,
        fmt::format("[DATATYPE_MISMATCH.NON_FOLDABLE_INPUT] Cannot resolve \"{}\" due to data "
                    "type mismatch: the input `csv` should be a foldable \"STRING\" "
                    "expression.",
                    name));
  duckdb::child_list_t<Type> fields;
  const Texts texts = TRY(fields_of(*text, TRY(separator_of(call, 1))));
  for (std::size_t i = 0; i < texts.size(); ++i)
    fields.emplace_back(fmt::format("_c{}", i), type_of_field(texts[i].value_or("")));
  return Typed{constant_tree(duckdb::Value(sql_name(Type::STRUCT(std::move(fields))))), Type::VARCHAR,
               std::move(name)};
}

// (struct, separator)
void write_csv(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  VectorFormat rows;
  duckdb::UnifiedVectorFormat separators;
  duckdb::Vector::RecursiveToUnifiedFormat(input.data[0], input.size(), rows);
  input.data[1].ToUnifiedFormat(input.size(), separators);
  const CsvStyle style{
      .separator = std::string(detail::get<std::string_view>(separators, separators.sel->get_index(0)))};
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  std::string text;
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    duckdb::idx_t index = 0;
    if (!is_valid(rows, row, index)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    text.clear();
    append_csv_row(text, rows.children, index, style);
    if (text.ends_with('\n')) text.pop_back();
    detail::put(result, row, std::string_view(text));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

constexpr FunctionRow kRows[] = {
    {"from_csv", 2, 3, from_csv},
    {"to_csv", 1, 2, to_csv},
    {"schema_of_csv", 1, 2, schema_of_csv},
};

}  // namespace

std::span<const FunctionRow> spark_csv_functions() {
  return kRows;
}

void register_spark_csv_kernels(duckdb::ExtensionLoader& loader) {
  const Type text = Type::VARCHAR;
  register_kernel(loader, {"dovetail_csv_fields",
                           {text, text},
                           Type::LIST(text),
                           row_kernel<std::string_view, std::string_view>(
                               [](std::string_view record, std::string_view separator) {
                                 return std::optional(value_or_raise(fields_of(record, separator)));
                               })});
  duckdb::ScalarFunction writer("dovetail_to_csv", {Type::ANY, text}, text, write_csv);
  writer.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound,
                            duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
    bound.arguments[0] = arguments[0]->return_type;
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  register_kernel(loader, std::move(writer));
}

}  // namespace engine
