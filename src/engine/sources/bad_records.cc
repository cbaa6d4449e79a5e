#include "engine/sources/bad_records.h"

#include <fmt/format.h>

#include "engine/functions/kernel.h"
#include "engine/storage/raise.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

constexpr const char* kStop = "dovetail_stop_at_malformed";

std::string shown(const std::vector<duckdb::Value>& values) {
  std::string text = "[";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ',';
    text += values[i].IsNull() ? "null" : values[i].ToString();
  }
  return text + ']';
}

// (whether the row is malformed, its values...)
void stop(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  for (duckdb::idx_t row = 0; row < input.size(); ++row) {
    if (!duckdb::BooleanValue::Get(input.GetValue(0, row))) continue;
    std::vector<duckdb::Value> values;
    for (duckdb::idx_t i = 1; i < input.ColumnCount(); ++i) values.push_back(input.GetValue(i, row));
    raise(malformed_record(shown(values)));
  }
  result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  duckdb::ConstantVector::GetData<bool>(result)[0] = true;
}

}  // namespace

base::Result<void> check_corrupt_column(const std::vector<Field>& columns, const std::string& corrupt) {
  for (const Field& column : columns)
    if (column.name == corrupt && !is_string(column.type))
      return plan::spark_error(
          "INVALID_CORRUPT_RECORD_TYPE",
          "The column <columnName> for corrupt records must have the nullable STRING type, but got "
          "<actualType>.",
          {{"columnName", fmt::format("`{}`", column.name)},
           {"actualType", fmt::format("\"{}\"", sql_name(column.type))}});
  return {};
}

base::Error malformed_record(const std::string& shown) {
  return plan::spark_error(
      "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
      "Malformed records are detected in record parsing: <badRecord>.\nParse Mode: <failFastMode>. To "
      "process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'. ",
      {{"badRecord", shown}, {"failFastMode", "FAILFAST"}});
}

std::string shown_row(const duckdb::DataChunk& rows, duckdb::idx_t row) {
  std::vector<duckdb::Value> values;
  for (const duckdb::Vector& column : rows.data) values.push_back(column.GetValue(row));
  return shown(values);
}

Tree stop_at_malformed_tree(Tree is_malformed, Trees values) {
  values.insert(values.begin(), std::move(is_malformed));
  return call_tree(kStop, std::move(values));
}

void register_bad_records(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(kStop, {Type::BOOLEAN}, Type::BOOLEAN, stop);
  function.varargs = Type::ANY;
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
