#include "spark/catalog.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/types.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/data_catalog.h"
#include "spark/catalog_listing.h"
#include "spark/constant_rows.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/semantics.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using Asked = spark::connect::Catalog;
using Columns = std::vector<plan::Column>;

// The names and their order are those of Spark's Database, Table and Column, by which clients take the rows
// apart.
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

plan::Expression text_or_null(const std::string& text) {
  return text.empty() ? plan::null_literal("string") : plan::literal(text);
}

// Of calls that give one value: clients read the first column of the first row.
plan::Relation one(const char* name, const char* type, plan::Expression value) {
  std::vector<ConstantRow> rows;
  rows.emplace_back().push_back(std::move(value));
  return constant_rows({{name, type, ""}}, std::move(rows));
}

// Of calls that give none: clients ask for rows all the same.
plan::Relation nothing() {
  return constant_rows({{"value", "string", ""}}, {});
}

class CatalogAnswer {
 public:
  CatalogAnswer(Session& session, TemporaryViews& global_views, const Storage& storage, const Tables& tables)
      : session_(session),
        global_views_(global_views),
        tables_(tables),
        browser_(storage.journal, storage.scope) {}

  base::Result<plan::Relation> answer(const Asked& asked) {
    switch (asked.cat_type_case()) {
      case Asked::kCurrentCatalog:
        return one("value", "string", plan::literal(kCatalogName));
      case Asked::kSetCurrentCatalog:
        if (base::iequals(asked.set_current_catalog().catalog_name(), kCatalogName)) return nothing();
        return not_supported(fmt::format("the catalog {}", asked.set_current_catalog().catalog_name()));
      case Asked::kListCatalogs:
        return list_catalogs(asked.list_catalogs().pattern());
      case Asked::kCurrentDatabase:
        return one("value", "string", plan::literal(session_.database()));
      case Asked::kSetCurrentDatabase:
        return set_current_database(asked.set_current_database().db_name());
      case Asked::kListDatabases:
        return list_databases(asked.list_databases().pattern());
      case Asked::kGetDatabase:
        return get_database(asked.get_database().db_name());
      case Asked::kDatabaseExists:
        return one("value", "boolean",
                   plan::literal(TRY(has_database(browser_, asked.database_exists().db_name()))));
      case Asked::kListTables:
        return list_tables(
            asked.list_tables().has_db_name() ? asked.list_tables().db_name() : session_.database(),
            asked.list_tables().pattern());
      case Asked::kGetTable:
        return get_table(TRY(name_of(asked.get_table().table_name(), asked.get_table().db_name())));
      case Asked::kTableExists:
        return table_exists(TRY(name_of(asked.table_exists().table_name(), asked.table_exists().db_name())));
      case Asked::kListColumns:
        return list_columns(TRY(name_of(asked.list_columns().table_name(), asked.list_columns().db_name())));
      case Asked::kDropTempView:
        return one("value", "boolean",
                   plan::literal(session_.views().drop(asked.drop_temp_view().view_name())));
      case Asked::kDropGlobalTempView:
        return one("value", "boolean",
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
        session_.with_storage_levels([](auto& levels) { levels.clear(); });
        return nothing();
      // Every query looks at what is there by then.
      case Asked::kRefreshTable:
      case Asked::kRefreshByPath:
        return nothing();
      default:
        return not_supported(
            fmt::format("spark.catalog's call {}",
                        asked.GetReflection()
                            ->GetOneofFieldDescriptor(asked, Asked::descriptor()->FindOneofByName("cat_type"))
                            ->name()));
    }
  }

 private:
  static base::Result<std::vector<std::string>> name_of(const std::string& table,
                                                        const std::string& database) {
    std::vector<std::string> name = TRY(sql::parse_spark_name(table));
    if (!database.empty()) name.insert(name.begin(), database);
    return name;
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
    return nothing();
  }

  static ConstantRow row_of(const plan::DatabaseDescription& database) {
    ConstantRow row;
    row.push_back(plan::literal(database.name));
    row.push_back(plan::literal(kCatalogName));
    row.push_back(text_or_null(database.description));
    row.push_back(text_or_null(database.location));
    return row;
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

  static ConstantRow row_of(const plan::TableDescription& table, const std::string& database) {
    const auto comment = table.parameters.find("comment");
    const bool view = table.type == "VIRTUAL_VIEW";
    ConstantRow row;
    row.push_back(plan::literal(table.name));
    row.push_back(plan::literal(kCatalogName));
    row.push_back(plan::call("array", {plan::literal(database)}));
    row.push_back(comment == table.parameters.end() ? plan::null_literal("string")
                                                    : plan::literal(comment->second));
    row.push_back(plan::literal(view ? "VIEW" : table.type == "MANAGED_TABLE" ? "MANAGED" : "EXTERNAL"));
    row.push_back(plan::literal(false));
    return row;
  }

  static ConstantRow row_of_view(const std::vector<std::string>& name) {
    ConstantRow row;
    row.push_back(plan::literal(name.back()));
    row.push_back(plan::null_literal("string"));
    row.push_back(name.size() == 1 ? plan::call("array", {})
                                   : plan::call("array", {plan::literal(name.front())}));
    row.push_back(plan::null_literal("string"));
    row.push_back(plan::literal("TEMPORARY"));
    row.push_back(plan::literal(true));
    return row;
  }

  // Temporary views belong to every database, so they are listed whichever is asked for.
  base::Result<plan::Relation> list_tables(const std::string& database, const std::string& pattern) {
    std::vector<ConstantRow> rows;
    if (base::iequals(database, kGlobalViews)) {
      for (const std::string& name : global_views_.names())
        if (fits(pattern, name)) rows.push_back(row_of_view({std::string(kGlobalViews), name}));
    } else {
      for (const auto& table : TRY(all_tables(browser_, database)))
        if (fits(pattern, table.name)) rows.push_back(row_of(table, base::to_lower(database)));
    }
    for (const std::string& name : session_.views().names())
      if (fits(pattern, name)) rows.push_back(row_of_view({name}));
    return constant_rows(table_columns(), std::move(rows));
  }

  base::Result<std::optional<plan::TableDescription>> find(const std::vector<std::string>& name) {
    return browser_.table(tables_.database_of(name), name.back());
  }

  base::Result<plan::Relation> get_table(const std::vector<std::string>& name) {
    std::vector<ConstantRow> rows;
    if (tables_.temporary_view(name) != nullptr) {
      rows.push_back(row_of_view(name));
    } else {
      const auto table = TRY(find(name));
      if (!table) return no_table(name);
      rows.push_back(row_of(*table, tables_.database_of(name)));
    }
    return constant_rows(table_columns(), std::move(rows));
  }

  // What is asked to be kept is known by the relation that reads it, as df.persist()'s is.
  base::Result<std::string> cache_key(const std::string& table) {
    const std::vector<std::string> name = TRY(name_of(table, ""));
    if (!TRY(tables_.find(name))) return no_table(name);
    plan::Relation read;
    read.mutable_read()->mutable_named_table()->set_unparsed_identifier(table);
    return semantic_key(std::move(read));
  }

  base::Result<plan::Relation> is_cached(const std::string& table) {
    const std::string key = TRY(cache_key(table));
    return one(
        "value", "boolean",
        plan::literal(session_.with_storage_levels([&](auto& levels) { return levels.contains(key); })));
  }

  base::Result<plan::Relation> cache(const std::string& table,
                                     const std::optional<spark::connect::StorageLevel>& level) {
    const std::string key = TRY(cache_key(table));
    session_.with_storage_levels([&](auto& levels) {
      if (level)
        levels[key] = *level;
      else
        levels.erase(key);
    });
    return nothing();
  }

  base::Result<plan::Relation> table_exists(const std::vector<std::string>& name) {
    return one("value", "boolean",
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
      ConstantRow& row = rows.emplace_back();
      row.push_back(plan::literal(column.name));
      row.push_back(text_or_null(column.comment));
      row.push_back(plan::literal(column.type));
      // nullable, isPartition, isBucket and isCluster: the Data Catalog knows no column that is never NULL,
      // and this server writes no buckets.
      row.push_back(plan::literal(true));
      row.push_back(plan::literal(partition));
      row.push_back(plan::literal(false));
      row.push_back(plan::literal(false));
    }
    return constant_rows(column_columns(), std::move(rows));
  }

  Session& session_;
  TemporaryViews& global_views_;
  const Tables& tables_;
  services::glue::CatalogBrowser browser_;
};

}  // namespace

base::Result<plan::Relation> answer_catalog(const Asked& asked, Session& session,
                                            TemporaryViews& global_views, const Storage& storage,
                                            const Tables& tables) {
  return CatalogAnswer(session, global_views, storage, tables).answer(asked);
}

}  // namespace spark_door
