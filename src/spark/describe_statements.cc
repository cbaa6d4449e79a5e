#include "spark/describe_statements.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "spark/catalog_functions.h"
#include "spark/errors.h"
#include "spark/explain.h"
#include "spark/statistics.h"
#include "spark/table_details.h"

namespace spark_door {
namespace {

using services::glue::StoredTable;
using Rows = std::vector<ConstantRow>;
using Columns = std::vector<plan::Column>;

Shown described(Rows rows) {
  return constant_rows({{"col_name", "string", ""}, {"data_type", "string", ""}, {"comment", "string", ""}},
                       std::move(rows));
}

void add(Rows& rows, const Columns& columns) {
  for (const plan::Column& column : columns) {
    ConstantRow& row = rows.emplace_back(text_row({column.name, column.type}));
    row.push_back(text_or_null(column.comment));
  }
}

void add(Rows& rows, const Details& details) {
  for (const auto& [name, value] : details) rows.push_back(text_row({name, value, ""}));
}

void add_heading(Rows& rows, std::string_view heading) {
  rows.push_back(text_row({"", "", ""}));
  rows.push_back(text_row({heading, "", ""}));
}

base::Error not_nested(const sql::DescribeCommand& command) {
  return not_supported(fmt::format("DESCRIBE of the field {}", base::join(command.column, ".")));
}

// A column's own rows, and with EXTENDED what ANALYZE TABLE found of it.
Shown describe_column(const sql::DescribeCommand& command, const Columns& columns,
                      const std::optional<StoredTable>& table) {
  const auto column = std::ranges::find_if(
      columns, [&](const plan::Column& known) { return base::iequals(known.name, command.column.back()); });
  if (command.column.size() > 1) return not_nested(command);
  if (column == columns.end()) return no_column(command.column.back());
  Rows rows;
  rows.push_back(text_row({"col_name", column->name}));
  rows.push_back(text_row({"data_type", column->type}));
  rows.push_back(text_row({"comment", column->comment.empty() ? "NULL" : column->comment}));
  const auto parameters =
      table && table->input.parameters ? *table->input.parameters : std::map<std::string, std::string>();
  if (command.extended)
    for (const auto& [name, statistic] :
         {std::pair("min", "min"), std::pair("max", "max"), std::pair("num_nulls", "nullCount"),
          std::pair("distinct_count", "distinctCount"), std::pair("avg_col_len", "avgLen"),
          std::pair("max_col_len", "maxLen"), std::pair("histogram", "histogram")}) {
      const std::string value = column_statistic(parameters, column->name, statistic);
      rows.push_back(text_row({name, value.empty() ? "NULL" : value}));
    }
  return constant_rows({{"info_name", "string", ""}, {"info_value", "string", ""}}, std::move(rows));
}

// A partition is described as its table is, and then by itself.
base::Result<void> add_partition(Rows& rows, const sql::DescribeCommand& command, const StoredTable& table,
                                 const Statement& statement) {
  const auto values = TRY(whole_partition(command.partition, table));
  const auto partition = TRY(statement.storage().journal.read(
      [&](store::Snapshot& snapshot) { return partition_of(snapshot, table, values); }));
  if (!partition) return no_partition(table, values);
  if (!command.extended) return {};
  add_heading(rows, "# Detailed Partition Information");
  rows.push_back(text_row({"Database", table.row.database, ""}));
  rows.push_back(text_row({"Table", table.row.name, ""}));
  add(rows, details_of(table, *partition));
  add_heading(rows, "# Storage Information");
  rows.push_back(text_row({"Location", location_of(table), ""}));
  return {};
}

}  // namespace

// Partition keys come twice: among the columns, and under a heading of their own, as Spark shows them.
Shown run(const sql::DescribeCommand& command, const Statement& statement) {
  const auto view = TRY(statement.tables.find(command.table));
  if (!view) return no_table(command.table);
  const bool temporary = statement.tables.temporary_view(command.table) != nullptr;
  const auto table = temporary ? std::optional<StoredTable>() : TRY(find_entry(command.table, statement));
  if (!command.column.empty()) return describe_column(command, view->columns, table);
  Rows rows;
  add(rows, view->columns);
  if (table && table->key_count() > 0) {
    rows.push_back(text_row({"# Partition Information", "", ""}));
    rows.push_back(text_row({"# col_name", "data_type", "comment"}));
    add(rows, table->partition_keys());
  }
  if (!command.partition.empty()) {
    TRY(add_partition(rows, command, TRY(table_entry(command.table, "DESC PARTITION", statement)),
                      statement));
  } else if (command.extended && table) {
    add_heading(rows, "# Detailed Table Information");
    add(rows, details_of(*table));
  }
  return described(std::move(rows));
}

Shown run(const sql::DescribeQueryCommand& command, const Statement& statement) {
  plan::Relation rows = TRY(query_within(statement, command.query));
  const ExecutionContext& context = statement.context;
  Rows shown;
  add(shown, TRY(context.executor.columns(std::move(rows), context.session.caller(), context.stop)));
  return described(std::move(shown));
}

// What Spark says of its own functions is its own.
Shown run(const sql::DescribeFunctionCommand& command, const Statement& statement) {
  TRY(get_function(command.function, statement.tables));  // for its error alone
  return not_supported(fmt::format("the description of the function {}", base::join(command.function, ".")));
}

// What is wrong with a query is what EXPLAIN shows of it, unless it is no query at all.
Shown run(const sql::ExplainCommand& command, const Statement& statement) {
  using Mode = spark::connect::AnalyzePlanRequest::Explain;
  using Asked = sql::ExplainCommand::Mode;
  const auto mode = command.mode == Asked::Extended    ? Mode::EXPLAIN_MODE_EXTENDED
                    : command.mode == Asked::Formatted ? Mode::EXPLAIN_MODE_FORMATTED
                    : command.mode == Asked::Cost      ? Mode::EXPLAIN_MODE_COST
                    : command.mode == Asked::Codegen   ? Mode::EXPLAIN_MODE_CODEGEN
                                                       : Mode::EXPLAIN_MODE_SIMPLE;
  plan::Relation asked;
  *asked.mutable_sql() = statement.asked;
  asked.mutable_sql()->set_query(command.query);
  const auto text = explained(asked, mode, statement.tables, statement.context);
  const bool is_told = !text.ok() && text.error().fault == base::Error::Fault::Caller;
  if (!text.ok() && (!is_told || text.error().code.starts_with("PARSE_"))) return text.error();
  Rows rows;
  if (text.ok()) {
    rows.push_back(text_row({*text}));
  } else {
    rows.push_back(text_row({"Error occurred during query planning: "}));
    for (const std::string_view line : base::split(text.error().message, '\n'))
      rows.push_back(text_row({line}));
  }
  return constant_rows({{"plan", "string", ""}}, std::move(rows));
}

}  // namespace spark_door
