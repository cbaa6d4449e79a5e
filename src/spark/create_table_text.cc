#include "spark/create_table_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/types.h"
#include "spark/errors.h"
#include "spark/schema_text.h"
#include "spark/stored_views.h"
#include "spark/table_details.h"

namespace spark_door {
namespace {

using services::glue::StoredTable;
using Parameters = std::map<std::string, std::string>;

std::string in_quotes(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string comment_of(const std::optional<std::string>& comment) {
  return comment.value_or("").empty() ? "" : fmt::format(" COMMENT {}", in_quotes(*comment));
}

base::Result<std::string> column_text(const api::glue::Column& column) {
  const auto type = TRY(plan::parse_type(column.type.value_or("string")));
  return fmt::format("{} {}{}", plan::quoted(column.name), sql_type(type), comment_of(column.comment));
}

std::string property_list(const Parameters& properties) {
  std::vector<std::string> pairs;
  for (const auto& [key, value] : properties)
    pairs.push_back(fmt::format("  {} = {}", in_quotes(key), in_quotes(value)));
  return fmt::format("TBLPROPERTIES (\n{})\n", base::join(pairs, ",\n"));
}

std::string name_of(const StoredTable& table) {
  return fmt::format("{}.{}.{}", kCatalogName, plan::quoted(table.row.database),
                     plan::quoted(table.row.name));
}

std::string comment_clause(const Parameters& parameters) {
  const auto comment = parameters.find("comment");
  return comment == parameters.end() ? "" : fmt::format("COMMENT {}\n", in_quotes(comment->second));
}

base::Result<std::string> create_view(const StoredTable& table, const Parameters& parameters) {
  const auto view = TRY(stored_view_of(table));
  if (!view) return not_supported("SHOW CREATE TABLE of a view of Athena's");
  std::vector<std::string> columns;
  for (const plan::Column& column : view->columns)
    columns.push_back(fmt::format("  {}{}", plan::quoted(column.name), comment_of(column.comment)));
  const Parameters properties = shown_properties(parameters);
  const std::string name =
      fmt::format("{}.{}", plan::quoted(table.row.database), plan::quoted(table.row.name));
  return fmt::format("CREATE VIEW {} (\n{})\n{}{}WITH SCHEMA COMPENSATION\nAS {}\n", name,
                     base::join(columns, ",\n"), comment_clause(parameters),
                     properties.empty() ? "" : property_list(properties), view->text);
}

}  // namespace

base::Result<std::string> create_statement(const StoredTable& table) {
  const Parameters parameters = table.input.parameters.value_or(Parameters());
  if (is_view(table)) return create_view(table, parameters);
  std::vector<std::string> columns, keys;
  const auto descriptor = table.input.storage_descriptor.value_or(api::glue::StorageDescriptor());
  for (const auto& column : descriptor.columns.value_or(std::vector<api::glue::Column>()))
    columns.push_back("  " + TRY(column_text(column)));
  for (const auto& key : table.input.partition_keys.value_or(std::vector<api::glue::Column>())) {
    columns.push_back("  " + TRY(column_text(key)));
    keys.push_back(plan::quoted(key.name));
  }
  std::string text = fmt::format("CREATE TABLE {} (\n{})\nUSING {}\n", name_of(table),
                                 base::join(columns, ",\n"), provider_of(table));
  if (!keys.empty()) text += fmt::format("PARTITIONED BY ({})\n", base::join(keys, ", "));
  text += comment_clause(parameters);
  if (!is_managed(table) && !location_of(table).empty())
    text += fmt::format("LOCATION {}\n", in_quotes(location_of(table)));
  const Parameters properties = shown_properties(parameters);
  if (!properties.empty()) text += property_list(properties);
  return text;
}

}  // namespace spark_door
