#include "spark/catalog_rows.h"

#include "spark/statement.h"

namespace spark_door {
namespace {

using Columns = std::vector<plan::Column>;

}  // namespace

const Columns& database_columns() {
  static const Columns columns = {{"name", "string", ""},
                                  {"catalog", "string", ""},
                                  {"description", "string", ""},
                                  {"locationUri", "string", ""}};
  return columns;
}

const Columns& table_columns() {
  static const Columns columns = {
      {"name", "string", ""},        {"catalog", "string", ""},   {"namespace", "array<string>", ""},
      {"description", "string", ""}, {"tableType", "string", ""}, {"isTemporary", "boolean", ""}};
  return columns;
}

const Columns& column_columns() {
  static const Columns columns = {{"name", "string", ""},         {"description", "string", ""},
                                  {"dataType", "string", ""},     {"nullable", "boolean", ""},
                                  {"isPartition", "boolean", ""}, {"isBucket", "boolean", ""},
                                  {"isCluster", "boolean", ""}};
  return columns;
}

ConstantRow row_of(const plan::DatabaseDescription& database) {
  ConstantRow row = text_row({database.name, kCatalogName});
  row.push_back(text_or_null(database.description));
  row.push_back(text_or_null(database.location));
  return row;
}

ConstantRow row_of(const plan::TableDescription& table, const std::string& database) {
  const auto comment = table.parameters.find("comment");
  ConstantRow row = text_row({table.name, kCatalogName});
  row.push_back(plan::call("array", {plan::literal(database)}));
  row.push_back(comment == table.parameters.end() ? plan::null_literal("string")
                                                  : plan::literal(comment->second));
  row.push_back(plan::literal(table.type == kViewType         ? "VIEW"
                              : table.type == "MANAGED_TABLE" ? "MANAGED"
                                                              : "EXTERNAL"));
  row.push_back(plan::literal(false));
  return row;
}

ConstantRow row_of_temporary_view(const std::vector<std::string>& name) {
  ConstantRow row = text_row({name.back()});
  row.push_back(plan::null_literal("string"));
  row.push_back(name.size() == 1 ? plan::call("array", {})
                                 : plan::call("array", {plan::literal(name.front())}));
  row.push_back(plan::null_literal("string"));
  row.push_back(plan::literal("TEMPORARY"));
  row.push_back(plan::literal(true));
  return row;
}

// The Data Catalog knows no column that is never NULL, and this server writes no buckets.
ConstantRow row_of(const plan::Column& column, bool is_partition) {
  ConstantRow row = text_row({column.name});
  row.push_back(text_or_null(column.comment));
  row.push_back(plan::literal(column.type));
  const bool nullable = true, bucket = false, cluster = false;
  for (const bool known : {nullable, is_partition, bucket, cluster}) row.push_back(plan::literal(known));
  return row;
}

plan::Relation one_value(const char* name, const char* type, plan::Expression value) {
  std::vector<ConstantRow> rows;
  rows.emplace_back().push_back(std::move(value));
  return constant_rows({{name, type, ""}}, std::move(rows));
}

plan::Relation no_value() {
  return constant_rows({{"value", "string", ""}}, {});
}

}  // namespace spark_door
