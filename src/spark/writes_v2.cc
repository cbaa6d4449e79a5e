#include "spark/writes_v2.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "services/glue/catalog.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/table_errors.h"
#include "spark/writes.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using spark::connect::WriteOperation;
using spark::connect::WriteOperationV2;

std::string quoted_name(const std::vector<std::string>& parts) {
  std::vector<std::string> quoted;
  for (const std::string& part : parts) quoted.push_back(fmt::format("`{}`", part));
  return base::join(quoted, ".");
}

// In the words of Spark's session catalog, whose tables have a catalog's name and a database's.
std::vector<std::string> whole_name(const std::vector<std::string>& name, const Tables& tables) {
  return {std::string(kCatalogName), tables.database_of(name), name.back()};
}

// A column; transforms of columns are of tables of another kind.
base::Result<std::string> partition_column(const plan::Expression& expression) {
  if (expression.has_unresolved_attribute()) return expression.unresolved_attribute().unparsed_identifier();
  if (!expression.has_unresolved_function()) return not_supported("a partition of other than a column");
  const std::string& transform = expression.unresolved_function().function_name();
  if (base::iequals(transform, "bucket")) return not_supported("bucketBy");
  std::vector<std::string> columns;
  for (const auto& argument : expression.unresolved_function().arguments())
    columns.push_back(argument.unresolved_attribute().unparsed_identifier());
  return plan::spark_error(
      "UNSUPPORTED_PARTITION_TRANSFORM",
      "Unsupported partition transform: <transform>. The supported transforms are `identity`, `bucket`, and "
      "`clusterBy`. Ensure your transform expression uses one of these.",
      {{"transform", fmt::format("`{}({})`", transform, base::join(columns, ", "))}});
}

// Each is a column of the rows, and only one.
base::Result<void> check_partitions(const WriteOperation& write, const std::string& table,
                                    const ExecutionContext& context) {
  const auto columns = TRY(context.executor.columns(write.input(), context.session.caller(), context.stop));
  return check_table_columns(
      columns, {write.partitioning_columns().begin(), write.partitioning_columns().end()}, table);
}

base::Result<void> create(WriteOperationV2 write, const std::string& table, const ExecutionContext& context) {
  if (write.clustering_columns_size() > 0) return not_supported("clusterBy");
  if (write.has_overwrite_condition()) return not_supported("the overwrite_condition of a create()");
  WriteOperation first;
  first.set_source(write.provider());
  first.set_mode(WriteOperation::SAVE_MODE_ERROR_IF_EXISTS);
  first.mutable_table()->set_table_name(write.table_name());
  first.mutable_table()->set_save_method(WriteOperation::SaveTable::TABLE_SAVE_METHOD_SAVE_AS_TABLE);
  for (const auto& column : write.partitioning_columns())
    first.add_partitioning_columns(TRY(partition_column(column)));
  *first.mutable_options() = write.options();
  *first.mutable_input() = std::move(*write.mutable_input());
  if (first.partitioning_columns_size() > 0) TRY(check_partitions(first, table, context));
  const TableParameters parameters(write.table_properties().begin(), write.table_properties().end());
  return run_write(std::move(first), context, parameters);
}

}  // namespace

base::Result<void> run_write_v2(WriteOperationV2 write, const Tables& tables,
                                const ExecutionContext& context) {
  TRY(only(write, {"input", "table_name", "provider", "partitioning_columns", "options", "table_properties",
                   "mode", "overwrite_condition", "clustering_columns"}));
  const auto name = TRY(sql::parse_spark_name(write.table_name()));
  switch (write.mode()) {
    case WriteOperationV2::MODE_CREATE:
      return create(std::move(write), quoted_name(whole_name(name, tables)), context);
    case WriteOperationV2::MODE_REPLACE:
    case WriteOperationV2::MODE_CREATE_OR_REPLACE:
      return no_table_operation(quoted_name(whole_name(name, tables)), "REPLACE TABLE AS SELECT");
    case WriteOperationV2::MODE_APPEND:
    case WriteOperationV2::MODE_OVERWRITE:
    case WriteOperationV2::MODE_OVERWRITE_PARTITIONS:
      break;
    default:
      return not_supported("a write to a table of no mode");
  }
  if (tables.temporary_view(name) != nullptr) return view_write(base::join(name, "."));
  const Storage& storage = context.executor.storage();
  services::glue::Catalog catalog(storage.journal, storage.scope);
  if (!TRY(catalog.table(tables.database_of(name), name.back()))) return no_table(name);
  return plan::spark_error("_LEGACY_ERROR_TEMP_1012", "Cannot write into v1 table: <identifier>.",
                           {{"identifier", quoted_name(whole_name(name, tables))}});
}

}  // namespace spark_door
