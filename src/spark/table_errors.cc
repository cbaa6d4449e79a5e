#include "spark/table_errors.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/errors.h"

namespace spark_door {
namespace {

std::string in_quotes(const std::string& name) {
  return fmt::format("`{}`", name);
}

}  // namespace

base::Error table_exists(const std::string& name) {
  return plan::spark_error("TABLE_OR_VIEW_ALREADY_EXISTS",
                           "Cannot create table or view <relationName> because it already exists.\nChoose a "
                           "different name, drop or replace the existing object, or add the IF NOT EXISTS "
                           "clause to tolerate pre-existing objects.",
                           {{"relationName", name}});
}

base::Error view_write(const std::string& view) {
  return plan::spark_error("VIEW_WRITE_NOT_ALLOWED",
                           "Cannot write into view <name>, please write into a table instead.",
                           {{"name", view}});
}

base::Error no_table_operation(const std::string& table, const std::string& operation) {
  return plan::spark_error(
      "UNSUPPORTED_FEATURE.TABLE_OPERATION",
      "The feature is not supported: Table <tableName> does not support <operation>. Please check the "
      "current catalog and namespace to make sure the qualified table name is expected, and also check the "
      "catalog implementation which is configured by \"spark.sql.catalog\".",
      {{"tableName", table}, {"operation", operation}});
}

base::Error no_partitioned_table(const std::string& table, const std::string& operation) {
  return plan::spark_error(
      "NOT_A_PARTITIONED_TABLE",
      "Operation <operation> is not allowed for <tableIdentWithDB> because it is not a partitioned table.",
      {{"operation", operation}, {"tableIdentWithDB", table}});
}

base::Error no_truncation(const std::string& table) {
  return plan::spark_error("CANNOT_TRUNCATE_EXTERNAL_TABLE",
                           "Operation not allowed: TRUNCATE TABLE on external tables: <tableName>.",
                           {{"tableName", table}});
}

base::Error location_exists(const std::string& table, const std::string& location) {
  return plan::spark_error("LOCATION_ALREADY_EXISTS",
                           "Cannot name the managed table as <identifier>, as its associated location "
                           "<location> already exists. Please pick a different table name, or remove the "
                           "existing location first.",
                           {{"identifier", table}, {"location", location}});
}

base::Error column_exists(const std::string& column) {
  return plan::spark_error(
      "COLUMN_ALREADY_EXISTS",
      "The column <columnName> already exists. Choose another name or rename the existing column.",
      {{"columnName", in_quotes(base::to_lower(column))}});
}

base::Error no_column(const std::string& column) {
  return plan::spark_error(
      "COLUMN_NOT_FOUND",
      "The column <colName> cannot be found. Verify the spelling and correctness of the "
      "column name according to the SQL config <caseSensitiveConfig>.",
      {{"colName", in_quotes(column)}, {"caseSensitiveConfig", "\"spark.sql.caseSensitive\""}});
}

base::Error extra_columns(const std::string& table, const std::string& columns) {
  return plan::spark_error("INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS",
                           "Cannot write incompatible data for the table <tableName>: Cannot write extra "
                           "columns <extraColumns>.",
                           {{"tableName", table}, {"extraColumns", columns}});
}

base::Result<void> check_table_columns(const std::vector<plan::Column>& columns,
                                       const std::vector<std::string>& partitioning,
                                       const std::string& table) {
  std::set<std::string> known, used;
  std::vector<std::string> shown;
  for (const plan::Column& column : columns) {
    if (!known.insert(base::to_lower(column.name)).second) return column_exists(column.name);
    shown.push_back(in_quotes(column.name));
  }
  for (const std::string& column : partitioning) {
    if (!known.contains(base::to_lower(column)))
      return plan::spark_error(
          "COLUMN_NOT_DEFINED_IN_TABLE",
          "<colType> column <colName> is not defined in table <tableName>, defined table columns are: "
          "<tableCols>.",
          {{"colType", "partition"},
           {"colName", in_quotes(column)},
           {"tableName", table},
           {"tableCols", base::join(shown, ", ")}});
    if (!used.insert(base::to_lower(column)).second) return column_exists(column);
  }
  if (!columns.empty() && used.size() == known.size())
    return plan::spark_error("ALL_PARTITION_COLUMNS_NOT_ALLOWED",
                             "Cannot use all columns for partition columns.", {});
  return {};
}

base::Result<void> check_table_property(const std::string& key) {
  if (key.starts_with("spark.sql.")) return not_supported(fmt::format("the property {} of a table", key));
  for (const auto& [reserved, alternative] :
       {std::pair("provider", "please use the USING clause to specify it"),
        std::pair("location", "please use the LOCATION clause to specify it"),
        std::pair("owner", "it will be set to the current user")})
    if (key == reserved)
      return plan::spark_error("UNSUPPORTED_FEATURE.SET_TABLE_PROPERTY",
                               "The feature is not supported: <property> is a reserved table property, "
                               "<msg>.",
                               {{"property", key}, {"msg", alternative}});
  return {};
}

}  // namespace spark_door
