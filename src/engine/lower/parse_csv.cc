#include <fmt/format.h>

#include "base/text.h"
#include "duckdb/parser/result_modifier.hpp"
#include "engine/lower/csv_fields.h"
#include "engine/lower/lowering.h"
#include "engine/sources/bad_records.h"
#include "engine/sources/csv_line.h"
#include "engine/sources/csv_line_kernel.h"

// Lines of CSV that are the strings of a data frame. Blank ones are none, nor is one that is the header
// again; what stands behind a line end within one is not read.
namespace engine {
namespace {

using Mode = JsonOptions::Mode;
using Options = std::map<std::string, std::string>;

base::Result<void> check_types(const std::vector<Field>& fields) {
  for (const Field& field : fields)
    if (field.type.IsNested())
      return plan::spark_error("UNSUPPORTED_DATATYPE", "Unsupported data type <typeName>.",
                               {{"typeName", fmt::format("\"{}\"", sql_name(field.type))}});
  return {};
}

Tree is_null_tree(Tree value) {
  return operator_tree(duckdb::ExpressionType::OPERATOR_IS_NULL, trees(std::move(value)));
}

// A record has other than so many fields, or one that is no value of its type.
Tree malformed_tree(const OutputColumn& record, const Columns& texts, const Values& values) {
  Trees reasons =
      trees(compare_tree(duckdb::ExpressionType::COMPARE_NOTEQUAL, call_tree("len", column_tree(record.id)),
                         number_tree(static_cast<std::int64_t>(values.size()))));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!is_string(values[i].second.type))
      reasons.push_back(conjunction_tree(
          duckdb::ExpressionType::CONJUNCTION_AND,
          trees(present_tree(column_tree(texts[i].id)), is_null_tree(values[i].first.tree->Copy()))));
  if (reasons.size() == 1) return std::move(reasons[0]);
  return conjunction_tree(duckdb::ExpressionType::CONJUNCTION_OR, std::move(reasons));
}

// Whether a row stays; in the mode FAILFAST the query may end of it.
Tree kept_tree(const duckdb::ParsedExpression& is_malformed, const Values& values, Mode mode) {
  if (mode == Mode::DropMalformed)
    return operator_tree(duckdb::ExpressionType::OPERATOR_NOT, trees(is_malformed.Copy()));
  Trees shown;
  for (const auto& [value, column] : values) shown.push_back(value.tree->Copy());
  return stop_at_malformed_tree(is_malformed.Copy(), std::move(shown));
}

}  // namespace

// The lines that hold a record, each with the texts of its fields.
base::Result<Lowered> Lowering::csv_lines(Lowered texts, const CsvOptions& options) {
  const OutputColumn line = new_column("line", Type::VARCHAR);
  const OutputColumn record = new_column("record", Type::LIST(Type::VARCHAR));
  auto node = select_from(std::move(texts.table));
  select_value(*node, column_tree(texts.columns[0].id), line);
  select_value(*node, csv_line_tree(column_tree(texts.columns[0].id), options), record);
  return rows_where({.table = as_table(std::move(node)), .columns = {line, record}, .ordered = texts.ordered},
                    present_tree(column_tree(record.id)));
}

// The columns that the first line tells, which is none of the rows where it is their header; nothing: there
// is no line.
base::Result<std::optional<std::vector<Field>>> Lowering::take_csv_head(Lowered& lines,
                                                                        const CsvOptions& options) {
  auto node = select_from(lines.table->Copy());
  select_value(*node, column_tree(lines.columns[0].id), lines.columns[0]);
  auto limit = duckdb::make_uniq<duckdb::LimitModifier>();
  limit->limit = number_tree(1);
  node->modifiers.push_back(std::move(limit));
  const auto rows = TRY(rows_of({.table = as_table(std::move(node)), .columns = {lines.columns[0]}}));
  if (rows.empty()) return std::optional<std::vector<Field>>();
  const std::string first = duckdb::StringValue::Get(rows[0][0]);
  CsvLine head(options);
  TRY(head.read(first));
  if (options.header)
    lines = rows_where(std::move(lines),
                       compare_tree(duckdb::ExpressionType::COMPARE_NOTEQUAL,
                                    column_tree(lines.columns[0].id), constant_tree(duckdb::Value(first))));
  std::vector<Field> fields;
  for (std::string& name : csv_names(head.fields(), options).names)
    fields.push_back({std::move(name), Type::VARCHAR});
  return std::optional(std::move(fields));
}

// Of each line's record, the texts that the fields name, before the line and the record.
Lowered Lowering::csv_texts(Lowered lines, const std::vector<Field>& fields) {
  Lowered texts{.ordered = lines.ordered};
  auto node = select_from(std::move(lines.table));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    texts.columns.push_back(new_column(fields[i].name, Type::VARCHAR));
    select_value(*node,
                 call_tree("list_extract", column_tree(lines.columns[1].id),
                           number_tree(static_cast<std::int64_t>(i) + 1)),
                 texts.columns.back());
  }
  select_all(*node, lines.columns);
  texts.columns.insert(texts.columns.end(), lines.columns.begin(), lines.columns.end());
  texts.table = as_table(std::move(node));
  return texts;
}

base::Result<Lowered> Lowering::parse_csv(Lowered texts, Options given,
                                          const std::optional<std::vector<Field>>& schema) {
  CsvOptions parsed = TRY(parse_csv_options("csv", given));
  parsed.multiline = false;  // a text is a record, whatever is said
  const auto& options = *csv_options_.emplace_back(std::make_unique<CsvOptions>(std::move(parsed)));
  std::vector<Field> fields = schema.value_or(std::vector<Field>());
  TRY(check_corrupt_column(fields, options.corrupt_column));
  TRY(check_types(fields));
  Lowered lines = TRY(csv_lines(std::move(texts), options));
  if (options.header || !schema) {
    auto told = TRY(take_csv_head(lines, options));
    if (!told && !schema) return no_rows();
    if (!schema) fields = *std::move(told);
  }
  if (!schema && options.infer_schema) {
    Lowered all = csv_texts({.table = lines.table->Copy(), .columns = lines.columns}, fields);
    all.columns.resize(fields.size());
    const auto types = TRY(csv_types(all, options));
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i].type = types[i];
  }
  return csv_rows(std::move(lines), fields, options);
}

// Of lines and their records: the texts become values; what becomes of the malformed ones, the mode says.
// Columns behind these two stay as they are.
base::Result<Lowered> Lowering::csv_rows(Lowered lines, const std::vector<Field>& fields,
                                         const CsvOptions& options) {
  std::vector<Field> own;  // of a record: without the column for those that are malformed
  for (const Field& field : fields)
    if (field.name != options.corrupt_column) own.push_back(field);
  const OutputColumn line = lines.columns[0], record = lines.columns[1];
  const Columns others(lines.columns.begin() + 2, lines.columns.end());
  Lowered texts = csv_texts(std::move(lines), own);
  Values values;
  for (std::size_t i = 0; i < own.size(); ++i)
    values.emplace_back(TRY(csv_field(texts.columns[i], own[i].type, options, session_)),
                        new_column(own[i].name, own[i].type));
  const Tree is_malformed = malformed_tree(record, texts.columns, values);

  Lowered result{.ordered = texts.ordered};
  auto node = select_from(std::move(texts.table));
  for (std::size_t i = 0, next = 0; i < fields.size(); ++i) {
    const bool keeps_lines = fields[i].name == options.corrupt_column;
    const OutputColumn column = keeps_lines ? new_column(fields[i].name, Type::VARCHAR) : values[next].second;
    select_value(*node,
                 keeps_lines ? if_tree(is_malformed->Copy(), column_tree(line.id), null_tree(Type::VARCHAR))
                             : values[next++].first.tree->Copy(),
                 column);
    result.columns.push_back(column);
  }
  select_all(*node, others);
  result.columns.insert(result.columns.end(), others.begin(), others.end());
  const OutputColumn kept = new_column("kept", Type::BOOLEAN);
  if (options.mode != Mode::Permissive)
    select_value(*node, kept_tree(*is_malformed, values, options.mode), kept);
  result.table = as_table(std::move(node));
  if (options.mode == Mode::Permissive) return result;
  return rows_where(std::move(result), column_tree(kept.id));
}

}  // namespace engine
