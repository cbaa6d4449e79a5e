#include "spark/sql_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/query_relations.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/catalog.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/data_catalog.h"
#include "spark/catalog_listing.h"
#include "spark/configuration.h"
#include "spark/constant_rows.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/table_write.h"
#include "spark/writes.h"

namespace spark_door {
namespace {

using spark::connect::WriteOperation;
using Columns = std::vector<plan::Column>;
using Done = base::Result<plan::Relation>;

plan::Relation nothing() {
  return constant_rows({}, {});
}

ConstantRow texts(std::initializer_list<std::string_view> values) {
  ConstantRow row;
  for (const std::string_view value : values) row.push_back(plan::literal(value));
  return row;
}

base::Error database_exists(const std::string& name) {
  return base::refusal(
      "SCHEMA_ALREADY_EXISTS", 400,
      fmt::format("[SCHEMA_ALREADY_EXISTS] Cannot create schema `{}` because it already exists.\nChoose a "
                  "different name, drop the existing schema, or add the IF NOT EXISTS clause to tolerate "
                  "pre-existing schema. SQLSTATE: 42P06",
                  name));
}

base::Error database_holds_tables(const std::string& name) {
  return base::refusal("SCHEMA_NOT_EMPTY", 400,
                       fmt::format("[SCHEMA_NOT_EMPTY] Cannot drop a schema `{}` because it contains objects."
                                   "\nUse DROP SCHEMA ... CASCADE to drop the schema and all its objects. "
                                   "SQLSTATE: 2BP01",
                                   name));
}

// One statement; std::visit picks the method of its kind, so that a kind without one does not compile. Where
// something is looked up before a transaction, it serves to refuse in Spark's words: the transaction checks
// again, and has the last word when another client was faster.
class CommandRun {
 public:
  CommandRun(const spark::connect::SQL& asked, const Tables& tables, const ExecutionContext& context)
      : asked_(asked),
        context_(context),
        storage_(context.executor.storage()),
        session_(context.session),
        tables_(tables),
        browser_(storage_.journal, storage_.scope) {}

  // `default` is there even while the Data Catalog has no entry for it, so it can never be created.
  Done operator()(const sql::CreateDatabaseCommand& command) {
    const std::string name = base::to_lower(command.name.back());
    if (TRY(has_database(browser_, name))) {
      if (command.if_not_exists) return nothing();
      return database_exists(name);
    }
    api::glue::DatabaseInput input{.name = name};
    if (!command.comment.empty()) input.description = command.comment;
    if (!command.location.empty()) input.location_uri = command.location;
    TRY(storage_.journal.write([&](store::Transaction& transaction) {
      return services::glue::create_database(transaction, storage_.scope, input, storage_.clock.now());
    }));
    return nothing();
  }

  Done operator()(const sql::UseCommand& command) {
    if (!TRY(has_database(browser_, command.database.back()))) return no_database(command.database.back());
    session_.use_database(base::to_lower(command.database.back()));
    return nothing();
  }

  // What the view's own views and functions mean is fixed here, as in Spark; tables are looked up by each
  // query.
  Done operator()(const sql::CreateViewCommand& command) {
    if (command.if_not_exists && session_.views().find(command.name.back()) != nullptr) return nothing();
    plan::Relation relation = TRY(query(command.query));
    Columns columns = TRY(context_.executor.columns(relation, session_.caller(), context_.stop));
    TRY(session_.views().add({command.name.back(), std::move(relation), std::move(columns)},
                             command.replace));
    return nothing();
  }

  Done operator()(const sql::CreateTableCommand& command) {
    WriteOperation write;
    write.set_source(command.format.empty() ? "parquet" : command.format);
    for (const std::string& column : command.partition_by) write.add_partitioning_columns(column);
    for (const auto& [key, value] : command.options) (*write.mutable_options())[key] = value;
    if (!command.location.empty()) (*write.mutable_options())["path"] = command.location;
    if (command.query.empty()) {
      const auto schema = TRY(plan::parse_schema(command.columns));
      TRY(create_table_without_rows(std::move(write), command.name, schema, command.if_not_exists,
                                    command.parameters, context_));
      return nothing();
    }
    // CREATE TABLE AS is saveAsTable by another name, and so are its modes.
    write.set_mode(command.replace         ? WriteOperation::SAVE_MODE_OVERWRITE
                   : command.if_not_exists ? WriteOperation::SAVE_MODE_IGNORE
                                           : WriteOperation::SAVE_MODE_ERROR_IF_EXISTS);
    name_table(write, command.name, WriteOperation::SaveTable::TABLE_SAVE_METHOD_SAVE_AS_TABLE);
    *write.mutable_input() = TRY(query(command.query));
    TRY(run_write(std::move(write), context_, command.parameters));
    return nothing();
  }

  Done operator()(const sql::InsertCommand& command) {
    WriteOperation write;
    write.set_mode(command.overwrite ? WriteOperation::SAVE_MODE_OVERWRITE
                                     : WriteOperation::SAVE_MODE_APPEND);
    name_table(write, command.table, WriteOperation::SaveTable::TABLE_SAVE_METHOD_INSERT_INTO);
    *write.mutable_input() = TRY(in_order(TRY(query(command.query)), command));
    TRY(run_write(std::move(write), context_));
    return nothing();
  }

  Done operator()(const sql::DropCommand& command) {
    switch (command.kind) {
      case sql::DropCommand::Kind::Database:
        return drop_database(command);
      case sql::DropCommand::Kind::View:
        if (!session_.views().drop(command.name.back()) && !command.if_exists) return no_table(command.name);
        return nothing();
      case sql::DropCommand::Kind::Table:
        break;
    }
    if (command.if_exists && !TRY(browser_.table(tables_.database_of(command.name), command.name.back())))
      return nothing();
    TRY(storage_.journal.write([&](store::Transaction& transaction) {
      return drop_table(transaction, tables_.database_of(command.name), command.name.back(), storage_);
    }));
    return nothing();
  }

  Done operator()(const sql::ShowCommand& command) {
    switch (command.kind) {
      case sql::ShowCommand::Kind::Databases:
        return show_databases(command.pattern);
      case sql::ShowCommand::Kind::Tables:
        return show_tables(command);
      case sql::ShowCommand::Kind::Columns:
        return show_columns(command.of);
      case sql::ShowCommand::Kind::Partitions:
        break;
    }
    return show_partitions(command.of);
  }

  // Partition keys come twice: among the columns, and under a heading of their own, as Spark shows them.
  Done operator()(const sql::DescribeCommand& command) {
    const auto view = TRY(tables_.find(command.table));
    if (!view) return no_table(command.table);
    const auto table = TRY(browser_.table(tables_.database_of(command.table), command.table.back()));
    std::vector<ConstantRow> rows;
    const auto add = [&](const plan::Column& column) {
      ConstantRow& row = rows.emplace_back(texts({column.name, column.type}));
      row.push_back(column.comment.empty() ? plan::null_literal("string") : plan::literal(column.comment));
    };
    for (const plan::Column& column : view->columns) add(column);
    if (tables_.temporary_view(command.table) == nullptr && table && !table->partition_keys.empty()) {
      rows.push_back(texts({"# Partition Information", "", ""}));
      rows.push_back(texts({"# col_name", "data_type", "comment"}));
      for (const plan::Column& key : table->partition_keys) add(key);
    }
    return constant_rows({{"col_name", "string", ""}, {"data_type", "string", ""}, {"comment", "string", ""}},
                         std::move(rows));
  }

  // Three statements: SET key=value, SET key, and SET alone.
  Done operator()(const sql::SetCommand& command) {
    const auto pairs = [](std::vector<ConstantRow> rows) {
      return constant_rows({{"key", "string", ""}, {"value", "string", ""}}, std::move(rows));
    };
    std::vector<ConstantRow> rows;
    if (command.value) {
      TRY(set_setting(session_, context_.executor, command.key, *command.value, context_.stop));
      rows.push_back(texts({command.key, *command.value}));
    } else if (!command.key.empty()) {
      const auto value =
          session_.with_settings([&](Settings& settings) { return settings.find(command.key); });
      rows.push_back(texts({command.key, value.value_or("<undefined>")}));
    } else {
      for (const auto& [key, value] :
           session_.with_settings([](Settings& settings) { return settings.all(); }))
        rows.push_back(texts({key, value}));
    }
    return pairs(std::move(rows));
  }

  // Nothing is cached that could be old.
  Done operator()(const sql::RefreshCommand&) { return nothing(); }

 private:
  // A query within a statement may use every parameter that came with the statement.
  Done query(const std::string& text) {
    plan::Relation relation;
    *relation.mutable_sql() = asked_;
    relation.mutable_sql()->set_query(text);
    return resolved(std::move(relation), tables_, context_.stop);
  }

  static void name_table(WriteOperation& write, const sql::TableNameParts& name,
                         WriteOperation::SaveTable::TableSaveMethod method) {
    std::vector<std::string> parts;
    for (const std::string& part : name) parts.push_back(plan::quoted(part));
    write.mutable_table()->set_table_name(base::join(parts, "."));
    write.mutable_table()->set_save_method(method);
  }

  // The rows as the table has its columns; those that INSERT does not list are NULL. The write casts them.
  Done in_order(plan::Relation rows, const sql::InsertCommand& command) {
    if (command.columns.empty()) return rows;
    const auto table = TRY(tables_.find(command.table));
    if (!table) return no_table(command.table);
    for (const std::string& name : command.columns)
      if (std::ranges::none_of(table->columns,
                               [&](const plan::Column& column) { return base::iequals(column.name, name); }))
        return base::refusal(
            "UNRESOLVED_COLUMN.WITH_SUGGESTION", 400,
            fmt::format("[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function "
                        "parameter with name `{}` cannot be resolved. SQLSTATE: 42703",
                        name));
    rows = plan::to_df(std::move(rows), command.columns);
    std::vector<plan::Expression> values;
    for (const plan::Column& column : table->columns) {
      const bool given = std::ranges::any_of(
          command.columns, [&](const std::string& name) { return base::iequals(name, column.name); });
      values.push_back(plan::alias(
          given ? plan::column(plan::quoted(column.name)) : plan::null_literal(column.type), column.name));
    }
    return plan::project(std::move(rows), std::move(values));
  }

  // With its tables, in one transaction: a managed one takes its files along, which the foreign key that
  // removes a database's tables knows nothing of.
  Done drop_database(const sql::DropCommand& command) {
    using services::glue::CatalogStore;
    const std::string name = base::to_lower(command.name.back());
    TRY(storage_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      if (!TRY(CatalogStore::database(transaction, storage_.scope, name)))
        return command.if_exists ? base::Result<void>() : no_database(name);
      for (;;) {
        const auto tables = TRY(CatalogStore::tables(transaction, storage_.scope, name, {}));
        if (tables.empty()) break;
        if (!command.cascade) return database_holds_tables(name);
        for (const auto& table : tables) TRY(drop_table(transaction, name, table.name, storage_));
      }
      return CatalogStore::remove_database(transaction, storage_.scope, name);
    }));
    return nothing();
  }

  Done show_databases(const std::string& pattern) {
    std::vector<ConstantRow> rows;
    for (const auto& database : TRY(all_databases(browser_)))
      if (fits(pattern, database.name)) rows.push_back(texts({database.name}));
    return constant_rows({{"namespace", "string", ""}}, std::move(rows));
  }

  Done show_tables(const sql::ShowCommand& command) {
    const std::string database = command.of.empty() ? session_.database() : base::to_lower(command.of.back());
    std::vector<ConstantRow> rows;
    const auto add = [&](const std::string& place, const std::string& name, bool temporary) {
      if (!fits(command.pattern, name)) return;
      rows.push_back(texts({place, name}));
      rows.back().push_back(plan::literal(temporary));
    };
    for (const auto& table : TRY(all_tables(browser_, database))) add(database, table.name, false);
    for (const std::string& name : session_.views().names()) add("", name, true);
    return constant_rows(
        {{"namespace", "string", ""}, {"tableName", "string", ""}, {"isTemporary", "boolean", ""}},
        std::move(rows));
  }

  Done show_columns(const sql::TableNameParts& name) {
    const auto view = TRY(tables_.find(name));
    if (!view) return no_table(name);
    std::vector<ConstantRow> rows;
    for (const plan::Column& column : view->columns) rows.push_back(texts({column.name}));
    return constant_rows({{"col_name", "string", ""}}, std::move(rows));
  }

  Done show_partitions(const sql::TableNameParts& name) {
    services::glue::Catalog catalog(storage_.journal, storage_.scope);
    const auto table = TRY(catalog.table(tables_.database_of(name), name.back()));
    if (!table) return no_table(name);
    if (table->partition_keys.empty())
      return plan::spark_error(
          "INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY",
          "The partition command is invalid. Table <name> is not partitioned.",
          {{"name", fmt::format("`{}`.`{}`.`{}`", kCatalogName, table->database, table->name)}});
    std::vector<ConstantRow> rows;
    for (const plan::Partition& partition : TRY(catalog.partitions(*table, {}))) {
      std::vector<std::string> parts;
      for (std::size_t i = 0; i < table->partition_keys.size(); ++i)
        parts.push_back(
            fmt::format("{}={}", table->partition_keys[i].name, partition.values[i].value_or("null")));
      rows.push_back(texts({base::join(parts, "/")}));
    }
    return constant_rows({{"partition", "string", ""}}, std::move(rows));
  }

  const spark::connect::SQL& asked_;
  const ExecutionContext& context_;
  const Storage& storage_;
  Session& session_;
  const Tables& tables_;
  services::glue::CatalogBrowser browser_;
};

}  // namespace

base::Result<plan::Relation> run_sql_command(const sql::SparkCommand& command,
                                             const spark::connect::SQL& asked, const Tables& tables,
                                             const ExecutionContext& context) {
  CommandRun run(asked, tables, context);
  return std::visit(run, command);
}

}  // namespace spark_door
