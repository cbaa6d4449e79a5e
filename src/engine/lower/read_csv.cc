#include <algorithm>

#include "duckdb/main/connection.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/lower/csv_fields.h"
#include "engine/lower/lowering.h"
#include "engine/sources/bad_records.h"
#include "engine/sources/csv_records.h"
#include "engine/sources/csv_scan.h"
#include "engine/sources/csv_types.h"
#include "engine/storage/raise.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

// Those that files have: none has the one that keeps malformed records.
std::vector<std::string> names_of(const std::vector<Field>& fields, const CsvOptions& options) {
  std::vector<std::string> names;
  for (const Field& field : fields)
    if (field.name != options.corrupt_column) names.push_back(field.name);
  return names;
}

// Whether rows are made of records that are looked at as a whole.
bool looks_at_records(const std::vector<Field>& fields, const CsvOptions& options) {
  return options.mode != JsonOptions::Mode::Permissive ||
         std::ranges::find(fields, options.corrupt_column, &Field::name) != fields.end();
}

}  // namespace

base::Result<Lowered> Lowering::read_csv(const std::string& format,
                                         const std::map<std::string, std::string>& options,
                                         const plan::PinnedInput& input,
                                         const std::optional<std::vector<Field>>& schema,
                                         std::int64_t plan_id) {
  auto csv = TRY(parse_csv_options(format, options));
  if (format != "csv" || !schema) csv.corrupt_column.clear();
  std::vector<Field> fields;
  if (schema) fields = of_files(*schema, input);
  TRY(check_corrupt_column(fields, csv.corrupt_column));
  std::optional<std::vector<std::string>> names;
  if (schema)
    names = names_of(fields, csv);
  else if (format == "text")
    names = {"value"};
  const std::vector<std::string> partitions(input.partition_columns().begin(),
                                            input.partition_columns().end());
  csv_tables_.push_back(TRY(CsvTable::open(storage_, csv, pin(input, plan_id), std::move(names), partitions,
                                           counters_.at(plan_id))));
  const CsvTable& table = *csv_tables_.back();
  if (table.columns().empty() && partitions.empty()) return no_rows();

  Lowered texts{.table = csv_scan(table)};
  const auto add = [&](Lowered& rows, const std::string& name, const Type& type) {
    auto column = new_column(name, type);
    rows.table->column_name_alias.push_back(column.id);
    rows.columns.push_back(std::move(column));
  };
  for (const auto* columns : {&table.columns(), &table.partition_columns()})
    for (const auto& name : *columns) add(texts, name, Type::VARCHAR);
  if (format != "csv") return texts;
  if (!schema && !table.columns().empty()) {
    std::vector<Type> types(table.columns().size(), Type::VARCHAR);
    if (csv.infer_schema) types = TRY(csv_types(texts, table.options()));
    for (std::size_t i = 0; i < table.columns().size(); ++i) fields.push_back({table.columns()[i], types[i]});
  }
  if (!looks_at_records(fields, csv)) return csv_values(std::move(texts), fields, table.options());

  Lowered records{.table = csv_records(table)};
  add(records, "text", Type::VARCHAR);
  add(records, "fields", Type::LIST(Type::VARCHAR));
  for (const auto& name : table.partition_columns()) add(records, name, Type::VARCHAR);
  return csv_rows(std::move(records), fields, table.options());
}

// What the texts of each column are, found by looking at all of them.
base::Result<std::vector<Type>> Lowering::csv_types(const Lowered& texts, const CsvOptions& options) {
  auto node = select_from(texts.table->Copy());
  for (const auto& column : texts.columns)
    select_value(*node, csv_type_tree(column_tree(column.id), options), column);
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

// The columns that the fields name get their types, by the rules of Spark's reader; others stay texts.
base::Result<Lowered> Lowering::csv_values(Lowered texts, const std::vector<Field>& fields,
                                           const CsvOptions& options) {
  const auto is_text = [](const Field& field) { return is_string(field.type); };
  if (std::ranges::all_of(fields, is_text)) return texts;
  std::vector<std::pair<Typed, OutputColumn>> values;
  for (std::size_t i = 0; i < texts.columns.size(); ++i) {
    const auto& column = texts.columns[i];
    const Type type = i < fields.size() ? fields[i].type : Type(Type::VARCHAR);
    values.emplace_back(TRY(csv_field(column, type, options, session_)), new_column(column.name, type));
  }
  return select(std::move(texts), std::move(values));
}

}  // namespace engine
