#include <fmt/format.h>

#include "duckdb/main/connection.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/lower/json_reader_options.h"
#include "engine/lower/lowering.h"
#include "engine/sources/bad_records.h"
#include "engine/sources/json_texts.h"
#include "engine/storage/raise.h"
#include "spark/connect/relations.pb.h"

// The strings of a data frame as records of a format: spark.read.json(frame), spark.read.csv(frame).
namespace engine {
namespace {

base::Result<void> check_texts(const Columns& columns) {
  if (columns.size() != 1)
    return plan::spark_error("DATAFRAME_INPUT_NOT_SINGLE_COLUMN",
                             "Input DataFrame must have exactly one column, but got <numColumns>.",
                             {{"numColumns", std::to_string(columns.size())}});
  if (!is_string(columns[0].type))
    return plan::spark_error("DATAFRAME_INPUT_NOT_STRING_TYPE",
                             "Input DataFrame column must be StringType, but got <dataType>.",
                             {{"dataType", fmt::format("\"{}\"", sql_name(columns[0].type))}});
  return {};
}

base::Result<std::optional<std::vector<Field>>> schema_of(const connect::Parse& parse) {
  if (!parse.has_schema()) return std::optional<std::vector<Field>>();
  const Type type = TRY(type_of(parse.schema()));
  if (type.id() != duckdb::LogicalTypeId::STRUCT) return unsupported("a schema of Parse that is no struct");
  std::vector<Field> fields;
  for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type)) fields.push_back({name, field});
  return std::optional(std::move(fields));
}

}  // namespace

base::Result<Lowered> Lowering::parse(const connect::Parse& parse) {
  TRY(consume_only(parse, {"input", "format", "schema", "options"}));
  auto texts = TRY(relation(parse.input()));
  TRY(check_texts(texts.columns));
  const auto schema = TRY(schema_of(parse));
  const std::map<std::string, std::string> options(parse.options().begin(), parse.options().end());
  switch (parse.format()) {
    case connect::Parse::PARSE_FORMAT_JSON:
      return parse_json(std::move(texts), options, schema);
    case connect::Parse::PARSE_FORMAT_CSV:
      return parse_csv(std::move(texts), options, schema);
    default:
      return unsupported(fmt::format("a Parse of {}", connect::Parse::ParseFormat_Name(parse.format())));
  }
}

base::Result<Lowered> Lowering::parse_json(Lowered texts, const std::map<std::string, std::string>& options,
                                           const std::optional<std::vector<Field>>& schema) {
  auto parsed =
      std::make_unique<JsonTexts>(JsonTexts{.options = TRY(json_reader_options("json", options, session_))});
  parsed->columns =
      schema ? *schema
             : TRY(json_columns({.table = texts.table->Copy(), .columns = texts.columns}, parsed->options));
  TRY(check_corrupt_column(parsed->columns, parsed->options.corrupt_column));
  if (parsed->columns.empty()) return no_rows();
  Lowered rows{.ordered = texts.ordered};
  rows.table = json_texts_table(*parsed, std::move(texts));
  for (const Field& field : parsed->columns) {
    rows.columns.push_back(new_column(field.name, field.type));
    rows.table->column_name_alias.push_back(rows.columns.back().id);
  }
  json_texts_.push_back(std::move(parsed));
  return rows;
}

// What columns the texts have, found by looking at all of them.
base::Result<std::vector<Field>> Lowering::json_columns(Lowered texts, const JsonOptions& options) {
  auto node = select_from(std::move(texts.table));
  select_all(*node, texts.columns);
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  JsonTextsInference inference(options);
  try {
    const auto result = connection_.SendQuery(std::move(statement));
    if (result->HasError()) result->ThrowError();
    while (const auto chunk = result->Fetch()) {
      for (duckdb::idx_t row = 0; row < chunk->size(); ++row) {
        const duckdb::Value text = chunk->GetValue(0, row);
        TRY(inference.add(text.IsNull() ? std::nullopt
                                        : std::optional<std::string_view>(duckdb::StringValue::Get(text))));
      }
    }
    if (result->HasError()) result->ThrowError();
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
  return inference.columns();
}

}  // namespace engine
