#include <algorithm>

#include "duckdb/main/connection.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/lower/lowering.h"
#include "engine/sources/csv_scan.h"
#include "engine/sources/csv_values.h"
#include "engine/storage/raise.h"
#include "plan/program.pb.h"

namespace engine {

base::Result<Lowered> Lowering::read_csv(const std::string& format,
                                         const std::map<std::string, std::string>& options,
                                         const plan::PinnedInput& input,
                                         const std::optional<std::vector<Field>>& schema,
                                         std::int64_t plan_id) {
  const auto csv = TRY(parse_csv_options(format, options));
  std::vector<Field> fields;
  std::optional<std::vector<std::string>> names;
  if (schema) {
    fields = of_files(*schema, input);
    names.emplace();
    for (const auto& field : fields) names->push_back(field.name);
  } else if (format == "text") {
    names = {"value"};
  }
  const std::vector<std::string> partitions(input.partition_columns().begin(),
                                            input.partition_columns().end());
  auto table = TRY(CsvTable::open(storage_, csv, pin(input, plan_id), std::move(names), partitions,
                                  counters_.at(plan_id)));
  Lowered texts{.table = csv_scan(*table)};
  for (const auto* columns : {&table->columns(), &table->partition_columns()})
    for (const auto& name : *columns) {
      auto column = new_column(name, Type::VARCHAR);
      texts.table->column_name_alias.push_back(column.id);
      texts.columns.push_back(std::move(column));
    }
  if (texts.columns.empty()) return no_rows();
  const std::size_t count = table->columns().size();
  csv_tables_.push_back(std::move(table));
  if (format != "csv") return texts;
  if (!schema && csv.infer_schema && count > 0) {
    const std::vector<Type> types = TRY(csv_types(texts));
    for (std::size_t i = 0; i < count; ++i) fields.push_back({texts.columns[i].name, types[i]});
  }
  return csv_values(std::move(texts), fields);
}

// What the texts of each column are, found by looking at all of them.
base::Result<std::vector<Type>> Lowering::csv_types(const Lowered& texts) {
  auto node = select_from(texts.table->Copy());
  for (const auto& column : texts.columns) select_value(*node, csv_type_tree(column_tree(column.id)), column);
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  try {
    const auto result = connection_.Query(std::move(statement));
    if (result->HasError()) result->ThrowError();
    const auto chunk = result->Fetch();
    std::vector<Type> types;
    for (duckdb::idx_t i = 0; i < texts.columns.size(); ++i)
      types.push_back(TRY(parse_type(chunk->GetValue(i, 0).ToString())));
    return types;
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
}

// As one of the type; NULL where it is none.
base::Result<Typed> Lowering::csv_value(const OutputColumn& text, const Type& type) {
  Typed value{csv_value_tree(column_tree(text.id), type), Type::VARCHAR, text.name};
  if (is_string(type)) return value;
  return cast(std::move(value), type, CastMode::Legacy, session_);
}

// The columns that the fields name get their types, by the rules of Spark's reader; others stay texts.
base::Result<Lowered> Lowering::csv_values(Lowered texts, const std::vector<Field>& fields) {
  const auto is_text = [](const Field& field) { return is_string(field.type); };
  if (std::ranges::all_of(fields, is_text)) return texts;
  std::vector<std::pair<Typed, OutputColumn>> values;
  for (std::size_t i = 0; i < texts.columns.size(); ++i) {
    const auto& column = texts.columns[i];
    const Type type = i < fields.size() ? fields[i].type : Type(Type::VARCHAR);
    values.emplace_back(TRY(csv_value(column, type)), new_column(column.name, type));
  }
  return select(std::move(texts), std::move(values));
}

}  // namespace engine
