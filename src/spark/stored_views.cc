#include "spark/stored_views.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/query_relations.h"
#include "plan/spark_version.h"
#include "plan/types.h"
#include "spark/plans.h"

namespace spark_door {
namespace {

// What Spark's CatalogTable and HiveExternalCatalog call them.
constexpr std::string_view kOfView = "view.";
constexpr const char* kNameParts = "view.catalogAndNamespace.numParts";
constexpr const char* kNamePart = "view.catalogAndNamespace.part.";
constexpr const char* kColumnCount = "view.query.out.numCols";
constexpr const char* kColumn = "view.query.out.col.";
constexpr const char* kSchema = "spark.sql.sources.schema";
constexpr const char* kVersion = "spark.sql.create.version";

using Parameters = std::map<std::string, std::string>;

std::string value_of(const Parameters& parameters, const std::string& key) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? std::string() : found->second;
}

// The schema that Spark adds keeps the case of names, and types that Hive has none for.
base::Result<std::vector<plan::Column>> columns_of(const api::glue::TableInput& input,
                                                   const Parameters& parameters) {
  std::vector<plan::Column> columns;
  const auto descriptor = input.storage_descriptor.value_or(api::glue::StorageDescriptor());
  for (const auto& column : descriptor.columns.value_or(std::vector<api::glue::Column>()))
    columns.push_back({column.name, column.type.value_or("string"), column.comment.value_or("")});
  const std::string json = value_of(parameters, kSchema);
  if (json.empty()) return columns;
  const auto schema = TRY(plan::parse_json_type(json));
  if (static_cast<std::size_t>(schema.struct_().fields_size()) != columns.size()) return columns;
  for (int i = 0; i < schema.struct_().fields_size(); ++i) {
    columns[static_cast<std::size_t>(i)].name = schema.struct_().fields(i).name();
    columns[static_cast<std::size_t>(i)].type = plan::type_text(schema.struct_().fields(i).data_type());
  }
  return columns;
}

spark::connect::DataType schema_of(const std::vector<plan::Column>& columns) {
  spark::connect::DataType schema;
  for (const plan::Column& column : columns) {
    auto& field = *schema.mutable_struct_()->add_fields();
    field.set_name(column.name);
    field.set_nullable(true);
    if (auto type = plan::parse_type(column.type); type.ok()) *field.mutable_data_type() = *std::move(type);
  }
  return schema;
}

}  // namespace

bool is_of_view(const std::string& parameter) {
  return parameter.starts_with(kOfView) || parameter.starts_with("spark.sql.");
}

base::Result<std::optional<StoredView>> stored_view_of(const services::glue::StoredTable& table) {
  const std::string text = table.input.view_original_text.value_or("");
  if (table.input.table_type != "VIRTUAL_VIEW" || base::trim(text).starts_with("/* Presto"))
    return std::optional<StoredView>();
  const Parameters parameters = table.input.parameters.value_or(Parameters());
  std::vector<plan::Column> columns = TRY(columns_of(table.input, parameters));
  StoredView view{.database = table.row.database,
                  .name = table.row.name,
                  .text = table.input.view_expanded_text.value_or(text),
                  .names_in = table.row.database,
                  .columns = std::move(columns),
                  .query_columns = {}};
  if (view.text.empty()) view.text = text;
  const auto parts = base::parse_int(value_of(parameters, kNameParts)).value_or(0);
  if (parts > 1) view.names_in = value_of(parameters, fmt::format("{}{}", kNamePart, parts - 1));
  const auto count = base::parse_int(value_of(parameters, kColumnCount)).value_or(0);
  for (std::int64_t i = 0; i < count && i < std::ssize(view.columns); ++i)
    view.query_columns.push_back(value_of(parameters, fmt::format("{}{}", kColumn, i)));
  return std::optional(std::move(view));
}

void write_view(const StoredView& view, api::glue::TableInput& input) {
  input.name = view.name;
  input.table_type = "VIRTUAL_VIEW";
  input.view_original_text = view.text;
  input.view_expanded_text = view.text;
  api::glue::StorageDescriptor descriptor;
  descriptor.columns.emplace();
  for (const plan::Column& column : view.columns)
    descriptor.columns->push_back(
        {.name = base::to_lower(column.name),
         .type = column.type,
         .comment = column.comment.empty() ? std::nullopt : std::optional(column.comment)});
  input.storage_descriptor = std::move(descriptor);
  Parameters parameters = input.parameters.value_or(Parameters());
  std::erase_if(parameters, [](const auto& parameter) { return is_of_view(parameter.first); });
  parameters[kVersion] = plan::kSparkVersion;
  parameters[kNameParts] = "2";
  parameters[fmt::format("{}0", kNamePart)] = kCatalogName;
  parameters[fmt::format("{}1", kNamePart)] = view.names_in;
  parameters[kColumnCount] = std::to_string(view.query_columns.size());
  for (std::size_t i = 0; i < view.query_columns.size(); ++i)
    parameters[fmt::format("{}{}", kColumn, i)] = view.query_columns[i];
  parameters[kSchema] = plan::json_type_text(schema_of(view.columns));
  input.parameters = std::move(parameters);
}

base::Result<sql::View> opened(const StoredView& view, const Tables& tables) {
  const Tables inside = TRY(tables.inside_view(view.database, view.name, view.names_in));
  plan::Relation query;
  query.mutable_sql()->set_query(view.text);
  plan::Relation rows = TRY(resolved(std::move(query), inside, {}));
  // By their names, as long as these tell them apart; a view of Hive's has its columns by their places.
  std::set<std::string> known;
  for (const std::string& name : view.query_columns) known.insert(base::to_lower(name));
  std::vector<std::string> names = view.query_columns;
  if (names.size() != view.columns.size() || known.size() != names.size()) {
    names.clear();
    for (std::size_t i = 0; i < view.columns.size(); ++i) names.push_back(fmt::format("c{}", i));
    rows = plan::to_df(std::move(rows), names);
  }
  std::vector<plan::Expression> values;
  for (std::size_t i = 0; i < names.size(); ++i)
    values.push_back(plan::alias(plan::cast(plan::column(plan::quoted(names[i])), view.columns[i].type),
                                 view.columns[i].name));
  return sql::View{.name = view.name,
                   .relation = plan::project(std::move(rows), std::move(values)),
                   .columns = view.columns};
}

}  // namespace spark_door
