#include "spark/catalog.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/data_catalog.h"
#include "spark/catalog_functions.h"
#include "spark/catalog_listing.h"
#include "spark/catalog_rows.h"
#include "spark/catalog_tables.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/semantics.h"
#include "spark/sql_command.h"
#include "spark/table_details.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using Asked = spark::connect::Catalog;

enum class Listed { All, Views };

class CatalogAnswer {
 public:
  CatalogAnswer(TemporaryViews& global_views, const Tables& tables, const ExecutionContext& context)
      : context_(context),
        session_(context.session),
        global_views_(global_views),
        tables_(tables),
        browser_(context.executor.storage().journal, context.executor.storage().scope) {}

  base::Result<plan::Relation> answer(const Asked& asked) {
    switch (asked.cat_type_case()) {
      case Asked::kCurrentCatalog:
        return one_value("value", "string", plan::literal(kCatalogName));
      case Asked::kSetCurrentCatalog:
        if (base::iequals(asked.set_current_catalog().catalog_name(), kCatalogName)) return no_value();
        return not_supported(fmt::format("the catalog {}", asked.set_current_catalog().catalog_name()));
      case Asked::kListCatalogs:
        return list_catalogs(asked.list_catalogs().pattern());
      case Asked::kCurrentDatabase:
        return one_value("value", "string", plan::literal(session_.database()));
      case Asked::kSetCurrentDatabase:
        return set_current_database(database_name(asked.set_current_database().db_name()));
      case Asked::kListDatabases:
        return list_databases(asked.list_databases().pattern());
      case Asked::kGetDatabase:
        return get_database(database_name(asked.get_database().db_name()));
      case Asked::kDatabaseExists:
        return one_value(
            "value", "boolean",
            plan::literal(TRY(has_database(browser_, database_name(asked.database_exists().db_name())))));
      case Asked::kListTables:
        return list_tables(database_of(asked.list_tables()), asked.list_tables().pattern(), Listed::All);
      case Asked::kGetTable:
        return get_table(TRY(name_of(asked.get_table().table_name(), asked.get_table().db_name())));
      case Asked::kTableExists:
        return table_exists(TRY(name_of(asked.table_exists().table_name(), asked.table_exists().db_name())));
      case Asked::kListColumns:
        return list_columns(TRY(name_of(asked.list_columns().table_name(), asked.list_columns().db_name())));
      case Asked::kDropTempView:
        return one_value("value", "boolean",
                         plan::literal(session_.views().drop(asked.drop_temp_view().view_name())));
      case Asked::kDropGlobalTempView:
        return one_value("value", "boolean",
                         plan::literal(global_views_.drop(asked.drop_global_temp_view().view_name())));
      case Asked::kIsCached:
        return is_cached(asked.is_cached().table_name());
      case Asked::kCacheTable:
        return cache(asked.cache_table().table_name(), asked.cache_table().has_storage_level()
                                                           ? asked.cache_table().storage_level()
                                                           : default_storage_level());
      case Asked::kUncacheTable:
        return cache(asked.uncache_table().table_name(), std::nullopt);
      case Asked::kClearCache:
        session_.kept().forget_all(session_);
        return no_value();
      // Every query looks at what is there by then, but for what is kept.
      case Asked::kRefreshTable: {
        const auto name = TRY(name_of(asked.refresh_table().table_name(), ""));
        if (!TRY(tables_.find(name))) return no_table(name);
        session_.kept().forget_rows(session_);
        return no_value();
      }
      case Asked::kRefreshByPath:
        session_.kept().forget_rows(session_);
        return no_value();
      case Asked::kListFunctions:
        return functions(asked.list_functions());
      case Asked::kFunctionExists:
        return one_value("value", "boolean",
                         plan::literal(has_function(TRY(name_of(asked.function_exists().function_name(),
                                                                asked.function_exists().db_name())),
                                                    tables_)));
      case Asked::kGetFunction:
        return get_function(
            TRY(name_of(asked.get_function().function_name(), asked.get_function().db_name())), tables_);
      default:
        return answer_tables(asked);
    }
  }

  // Those that change tables, or tell more of them.
  base::Result<plan::Relation> answer_tables(const Asked& asked) {
    switch (asked.cat_type_case()) {
      case Asked::kCreateTable:
        return create_catalog_table(asked.create_table(), tables_, context_);
      case Asked::kCreateExternalTable:
        return create_external(asked.create_external_table());
      case Asked::kRecoverPartitions:
        TRY(recover_partitions(TRY(name_of(asked.recover_partitions().table_name(), "")),
                               "recoverPartitions()", tables_, context_));
        session_.kept().forget_rows(session_);
        return no_value();
      case Asked::kTruncateTable:
        TRY(truncate_table(TRY(name_of(asked.truncate_table().table_name(), "")), tables_, context_));
        session_.kept().forget_rows(session_);
        return no_value();
      case Asked::kDropTable:  // nothing is kept that `purge` would have to remove
        return drop(sql::DropCommand::Kind::Table, asked.drop_table().table_name(),
                    asked.drop_table().if_exists());
      case Asked::kDropView:
        return drop(sql::DropCommand::Kind::View, asked.drop_view().view_name(),
                    asked.drop_view().if_exists());
      case Asked::kCreateDatabase:
        return create_database(asked.create_database());
      case Asked::kDropDatabase:
        return drop(sql::DropCommand::Kind::Database, asked.drop_database().db_name(),
                    asked.drop_database().if_exists(), asked.drop_database().cascade());
      case Asked::kListPartitions:
        return list_partitions(TRY(name_of(asked.list_partitions().table_name(), "")));
      case Asked::kListViews:
        return list_tables(database_of(asked.list_views()), asked.list_views().pattern(), Listed::Views);
      case Asked::kGetTableProperties:
        return properties(TRY(name_of(asked.get_table_properties().table_name(), "")));
      default:
        return not_supported(fmt::format("spark.catalog's call {}", choice_of(asked, "cat_type")));
    }
  }

 private:
  static base::Result<std::vector<std::string>> name_of(const std::string& table,
                                                        const std::string& database) {
    std::vector<std::string> name = TRY(sql::parse_spark_name(table));
    if (!database.empty()) name.insert(name.begin(), database);
    return name;
  }

  // The catalog may stand before it.
  static std::string database_name(const std::string& text) {
    const auto parts = sql::parse_spark_name(text);
    const bool whole = parts.ok() && parts->size() == 2 && base::iequals(parts->front(), kCatalogName);
    return whole ? parts->back() : text;
  }

  // What SQL has a statement for.
  base::Result<plan::Relation> command(const sql::SparkCommand& command) {
    return run_sql_command(command, spark::connect::SQL(), global_views_, tables_, context_);
  }
  base::Result<plan::Relation> run(const sql::SparkCommand& asked) {
    TRY(command(asked));
    return no_value();
  }

  base::Result<plan::Relation> drop(sql::DropCommand::Kind kind, const std::string& text, bool if_exists,
                                    bool cascade = false) {
    std::vector<std::string> name = TRY(name_of(text, ""));
    TRY(command(
        sql::DropCommand{.kind = kind, .name = std::move(name), .if_exists = if_exists, .cascade = cascade}));
    session_.kept().forget_rows(session_);
    return no_value();
  }

  base::Result<plan::Relation> functions(const spark::connect::ListFunctions& asked) {
    if (asked.has_db_name() && !TRY(has_database(browser_, asked.db_name())))
      return no_database(asked.db_name());
    return list_functions(asked.pattern(), tables_);
  }

  base::Result<plan::Relation> create_external(const spark::connect::CreateExternalTable& asked) {
    TRY(only(asked, {"table_name", "path", "source", "schema", "options"}));
    spark::connect::CreateTable table;
    table.set_table_name(asked.table_name());
    table.set_path(asked.path());
    table.set_source(asked.source());
    *table.mutable_schema() = asked.schema();
    *table.mutable_options() = asked.options();
    return create_catalog_table(std::move(table), tables_, context_);
  }

  base::Result<plan::Relation> create_database(const spark::connect::CreateDatabase& asked) {
    sql::CreateDatabaseCommand command;
    command.name = TRY(name_of(asked.db_name(), ""));
    command.if_not_exists = asked.if_not_exists();
    for (const auto& [key, value] : asked.properties()) {
      if (key != "comment" && key != "location")
        return not_supported(fmt::format("the property {} of a database", key));
      (key == "comment" ? command.comment : command.location) = value;
    }
    return run(command);
  }

  base::Result<plan::Relation> list_partitions(const std::vector<std::string>& name) {
    return command(sql::ShowCommand{.kind = sql::ShowCommand::Kind::Partitions, .of = name, .pattern = ""});
  }

  // Without those that say how Spark keeps the table.
  base::Result<plan::Relation> properties(const std::vector<std::string>& name) {
    const auto table = TRY(find(name));
    if (!table) return no_table(name);
    std::vector<ConstantRow> rows;
    for (const auto& [key, value] : shown_properties(table->parameters))
      rows.push_back(text_row({key, value}));
    return constant_rows({{"key", "string", ""}, {"value", "string", ""}}, std::move(rows));
  }

  static base::Result<plan::Relation> list_catalogs(const std::string& pattern) {
    std::vector<ConstantRow> rows;
    if (fits(pattern, kCatalogName)) {
      ConstantRow& row = rows.emplace_back();
      row.push_back(plan::literal(kCatalogName));
      row.push_back(plan::null_literal("string"));
    }
    return constant_rows({{"name", "string", ""}, {"description", "string", ""}}, std::move(rows));
  }

  base::Result<plan::Relation> set_current_database(const std::string& name) {
    if (!TRY(has_database(browser_, name))) return no_database(name);
    session_.use_database(base::to_lower(name));
    return no_value();
  }

  base::Result<plan::Relation> list_databases(const std::string& pattern) {
    std::vector<ConstantRow> rows;
    for (const auto& database : TRY(all_databases(browser_)))
      if (fits(pattern, database.name)) rows.push_back(row_of(database));
    return constant_rows(database_columns(), std::move(rows));
  }

  base::Result<plan::Relation> get_database(const std::string& name) {
    const auto database = TRY(browser_.database(name));
    if (!database && !base::iequals(name, kDefaultDatabase)) return no_database(name);
    std::vector<ConstantRow> rows;
    rows.push_back(row_of(database.value_or(default_database())));
    return constant_rows(database_columns(), std::move(rows));
  }

  template <typename Listing>
  std::string database_of(const Listing& asked) const {
    return asked.has_db_name() ? database_name(asked.db_name()) : session_.database();
  }

  // Temporary views belong to every database, so they are listed whichever is asked for.
  base::Result<plan::Relation> list_tables(const std::string& database, const std::string& pattern,
                                           Listed listed) {
    std::vector<ConstantRow> rows;
    if (base::iequals(database, kGlobalViews)) {
      for (const std::string& name : global_views_.names())
        if (fits(pattern, name)) rows.push_back(row_of_temporary_view({std::string(kGlobalViews), name}));
    } else {
      for (const auto& table : TRY(all_tables(browser_, database)))
        if (fits(pattern, table.name) && (listed == Listed::All || table.type == kViewType))
          rows.push_back(row_of(table, base::to_lower(database)));
    }
    for (const std::string& name : session_.views().names())
      if (fits(pattern, name)) rows.push_back(row_of_temporary_view({name}));
    return constant_rows(table_columns(), std::move(rows));
  }

  base::Result<std::optional<plan::TableDescription>> find(const std::vector<std::string>& name) {
    return browser_.table(tables_.database_of(name), name.back());
  }

  base::Result<plan::Relation> get_table(const std::vector<std::string>& name) {
    std::vector<ConstantRow> rows;
    if (tables_.temporary_view(name) != nullptr) {
      rows.push_back(row_of_temporary_view(name));
    } else {
      const auto table = TRY(find(name));
      if (!table) return no_table(name);
      rows.push_back(row_of(*table, tables_.database_of(name)));
    }
    return constant_rows(table_columns(), std::move(rows));
  }

  base::Result<plan::Relation> relation_of(const std::string& table) {
    const std::vector<std::string> name = TRY(name_of(table, ""));
    auto found = TRY(tables_.find(name));
    if (!found) return no_table(name);
    return std::move(found->relation);
  }

  base::Result<plan::Relation> is_cached(const std::string& table) {
    return one_value("value", "boolean",
                     plan::literal(session_.kept().level_of(TRY(relation_of(table))).has_value()));
  }

  base::Result<plan::Relation> cache(const std::string& table,
                                     const std::optional<spark::connect::StorageLevel>& level) {
    const plan::Relation relation = TRY(relation_of(table));
    if (level)
      session_.kept().ask(relation, *level);
    else
      session_.kept().forget(relation, session_);
    return no_value();
  }

  base::Result<plan::Relation> table_exists(const std::vector<std::string>& name) {
    return one_value("value", "boolean",
                     plan::literal(tables_.temporary_view(name) != nullptr || TRY(find(name)).has_value()));
  }

  base::Result<plan::Relation> list_columns(const std::vector<std::string>& name) {
    const auto view = TRY(tables_.find(name));
    if (!view) return no_table(name);
    const auto table =
        tables_.temporary_view(name) != nullptr ? std::optional<plan::TableDescription>() : TRY(find(name));
    std::vector<ConstantRow> rows;
    for (const plan::Column& column : view->columns) {
      const bool partition = table && std::ranges::find(table->partition_keys, column.name,
                                                        &plan::Column::name) != table->partition_keys.end();
      rows.push_back(row_of(column, partition));
    }
    return constant_rows(column_columns(), std::move(rows));
  }

  const ExecutionContext& context_;
  Session& session_;
  TemporaryViews& global_views_;
  const Tables& tables_;
  services::glue::CatalogBrowser browser_;
};

}  // namespace

base::Result<plan::Relation> answer_catalog(const Asked& asked, TemporaryViews& global_views,
                                            const Tables& tables, const ExecutionContext& context) {
  return CatalogAnswer(global_views, tables, context).answer(asked);
}

}  // namespace spark_door
