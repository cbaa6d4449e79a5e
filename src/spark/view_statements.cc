#include "spark/view_statements.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/query_relations.h"
#include "plan/spark_error.h"
#include "services/glue/catalog_browser.h"
#include "spark/catalog_listing.h"
#include "spark/catalog_names.h"
#include "spark/default_database.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/stored_views.h"
#include "spark/table_removal.h"

namespace spark_door {
namespace {

using services::glue::StoredTable;
using Columns = std::vector<plan::Column>;

std::string names_of(const Columns& columns) {
  std::vector<std::string> names;
  for (const plan::Column& column : columns) names.push_back(in_backticks({column.name}));
  return base::join(names, ", ");
}

base::Error other_columns(const std::string& view, const std::vector<sql::ColumnDefinition>& wanted,
                          const Columns& given) {
  Columns shown;
  for (const auto& column : wanted) shown.push_back({column.name, "", ""});
  const bool many = given.size() > wanted.size();
  return plan::spark_error(
      fmt::format("CREATE_VIEW_COLUMN_ARITY_MISMATCH.{}_DATA_COLUMNS", many ? "TOO_MANY" : "NOT_ENOUGH"),
      fmt::format("Cannot create view <viewName>, the reason is {} data columns:\nView columns: "
                  "<viewColumns>.\nData columns: <dataColumns>.",
                  many ? "too many" : "not enough"),
      {{"viewName", view}, {"viewColumns", names_of(shown)}, {"dataColumns", names_of(given)}});
}

base::Error not_a_view(const StoredTable& table, const std::string& operation) {
  return plan::spark_error(
      "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", "The table <tableName> does not support <operation>.",
      {{"tableName", whole_name(table.row.database, table.row.name)}, {"operation", operation}});
}

// The names and comments of a list, on the columns of the query.
base::Result<Columns> with_list(const std::string& view, const std::vector<sql::ColumnDefinition>& list,
                                Columns columns) {
  if (!list.empty() && list.size() != columns.size()) return other_columns(view, list, columns);
  for (std::size_t i = 0; i < list.size(); ++i) {
    columns[i].name = list[i].name;
    columns[i].comment = list[i].comment;
  }
  std::set<std::string> known;
  for (const plan::Column& column : columns)
    if (!known.insert(base::to_lower(column.name)).second) return column_exists(column.name);
  return columns;
}

base::Result<plan::Relation> rows_of_files(const sql::CreateViewCommand& command,
                                           const Statement& statement) {
  plan::Relation read;
  auto& source = *read.mutable_read()->mutable_data_source();
  source.set_format(command.format);
  if (!command.schema.empty()) source.set_schema(command.schema);
  for (const auto& [key, value] : command.options) {
    if (base::iequals(key, "path"))
      source.add_paths(value);
    else
      (*source.mutable_options())[key] = value;
  }
  return resolved(std::move(read), statement.tables, statement.context.stop);
}

// What the view's own views and functions mean is fixed here, as in Spark; tables are looked up by each
// query.
base::Result<sql::View> temporary_view(const sql::CreateViewCommand& command, const Statement& statement) {
  plan::Relation rows = command.format.empty() ? TRY(query_within(statement, command.query))
                                               : TRY(rows_of_files(command, statement));
  const ExecutionContext& context = statement.context;
  Columns columns = TRY(context.executor.columns(rows, context.session.caller(), context.stop));
  columns = TRY(with_list(in_backticks(command.name), command.columns, std::move(columns)));
  if (!command.columns.empty()) {
    std::vector<std::string> names;
    for (const plan::Column& column : columns) names.push_back(column.name);
    rows = plan::to_df(std::move(rows), names);
  }
  return sql::View{.name = command.name.back(), .relation = std::move(rows), .columns = std::move(columns)};
}

// The view with what its text means now. A query of a view that is kept may use what is kept alone.
base::Result<StoredView> defined(const std::string& database, const std::string& name,
                                 const std::string& text, const std::vector<sql::ColumnDefinition>& list,
                                 const Statement& statement) {
  const std::string whole = whole_name(database, name);
  plan::Relation query;
  query.mutable_sql()->set_query(text);
  const ExecutionContext& context = statement.context;
  plan::Relation rows =
      TRY(resolved(std::move(query), statement.tables.defining(database, name), context.stop));
  const Columns given =
      TRY(context.executor.columns(std::move(rows), context.session.caller(), context.stop));
  Columns columns = TRY(with_list(whole, list, given));
  StoredView view{.database = database,
                  .name = name,
                  .text = text,
                  .names_in = context.session.database(),
                  .columns = std::move(columns),
                  .query_columns = {}};
  for (const plan::Column& column : given) view.query_columns.push_back(column.name);
  return view;
}

void take_words(const sql::CreateViewCommand& command, api::glue::TableInput& input) {
  input.parameters = command.properties;
  if (!command.comment.empty()) (*input.parameters)["comment"] = command.comment;
}

Shown create_stored(const sql::CreateViewCommand& command, const Statement& statement) {
  for (const auto& [key, value] : command.properties) TRY(check_table_property(key));
  const auto existing = TRY(find_entry(command.name, statement));
  const std::string database = statement.tables.database_of(command.name);
  const std::string name = base::to_lower(command.name.back());
  services::glue::CatalogBrowser browser(statement.storage().journal, statement.storage().scope);
  if (!TRY(has_database(browser, database))) return no_database(database);
  if (existing && command.if_not_exists) return nothing_shown();
  if (existing && !command.replace) return table_exists(whole_name(database, name));
  if (existing && !is_view(*existing)) return not_a_view(*existing, "CREATE OR REPLACE VIEW");
  if (!existing) TRY(check_new_name(name));
  const StoredView view = TRY(defined(database, name, command.query, command.columns, statement));
  const auto write = [&](store::Transaction&, const StoredTable&, api::glue::TableInput& input) {
    take_words(command, input);
    write_view(view, input);
    return base::Result<void>();
  };
  if (existing) {
    TRY(change_entry(*existing, statement, write));
    return nothing_shown();
  }
  api::glue::TableInput input;
  take_words(command, input);
  write_view(view, input);
  const Storage& storage = statement.storage();
  TRY(storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    if (database == kDefaultDatabase) TRY(ensure_default_database(transaction, storage));
    return services::glue::create_table(transaction, storage.scope, database, input, storage.clock.now());
  }));
  return nothing_shown();
}

TemporaryViews& views_of(const sql::TableNameParts& name, const Statement& statement) {
  return name.size() > 1 ? statement.global_views : statement.session().views();
}

}  // namespace

Shown run(const sql::CreateViewCommand& command, const Statement& statement) {
  if (command.kind == sql::CreateViewCommand::Kind::Stored) return create_stored(command, statement);
  const bool global = command.kind == sql::CreateViewCommand::Kind::Global;
  TemporaryViews& views = global ? statement.global_views : statement.session().views();
  TRY(views.add(TRY(temporary_view(command, statement)), command.replace));
  return nothing_shown();
}

Shown run(const sql::AlterViewCommand& command, const Statement& statement) {
  if (statement.tables.temporary_view(command.name) != nullptr) {
    const sql::CreateViewCommand again{.name = {command.name.back()}, .query = command.query};
    TRY(views_of(command.name, statement).add(TRY(temporary_view(again, statement)), true));
    return nothing_shown();
  }
  const auto existing = TRY(find_entry(command.name, statement));
  if (!existing) return no_table(command.name);
  if (!is_view(*existing)) return not_a_view(*existing, "ALTER VIEW ... AS");
  const StoredView view =
      TRY(defined(existing->row.database, existing->row.name, command.query, {}, statement));
  TRY(change_entry(*existing, statement,
                   [&](store::Transaction&, const StoredTable&, api::glue::TableInput& input) {
                     write_view(view, input);
                     return base::Result<void>();
                   }));
  return nothing_shown();
}

bool drop_temporary_view(const sql::TableNameParts& name, const Statement& statement) {
  return statement.tables.temporary_view(name) != nullptr && views_of(name, statement).drop(name.back());
}

Shown drop_view(const sql::DropCommand& command, const Statement& statement) {
  if (drop_temporary_view(command.name, statement)) return nothing_shown();
  const auto existing = TRY(find_entry(command.name, statement));
  if (!existing && command.if_exists) return nothing_shown();
  if (!existing) return no_table(command.name);
  if (!is_view(*existing))
    return plan::spark_error(
        "WRONG_COMMAND_FOR_OBJECT_TYPE",
        "The operation <operation> requires a <requiredType>. But <objectName> is a <foundType>. Use "
        "<alternative> instead.",
        {{"operation", "DROP VIEW"},
         {"requiredType", "VIEW or METRIC_VIEW"},
         {"objectName", fmt::format("{}.{}.{}", kCatalogName, existing->row.database, existing->row.name)},
         {"foundType", existing->input.table_type == "MANAGED_TABLE" ? "MANAGED" : "EXTERNAL"},
         {"alternative", "DROP TABLE"}});
  const Storage& storage = statement.storage();
  TRY(storage.journal.write([&](store::Transaction& transaction) {
    return drop_table(transaction, existing->row.database, existing->row.name, storage);
  }));
  return nothing_shown();
}

base::Result<bool> rename_temporary_view(const sql::RenameCommand& command, const Statement& statement) {
  const auto view = statement.tables.temporary_view(command.from);
  if (view == nullptr) return false;
  TemporaryViews& views = views_of(command.from, statement);
  sql::View renamed = *view;
  renamed.name = command.to.back();
  TRY(views.add(std::move(renamed), false));
  views.drop(command.from.back());
  return true;
}

}  // namespace spark_door
