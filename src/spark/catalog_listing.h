#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/catalog_browser.h"

namespace spark_door {

inline constexpr std::string_view kDefaultDatabase = "default";  // Spark's own: it is always there

base::Result<bool> has_database(plan::CatalogBrowser& browser, const std::string& name);
base::Result<std::vector<plan::DatabaseDescription>> all_databases(plan::CatalogBrowser& browser);
// SCHEMA_NOT_FOUND where there is no such database.
base::Result<std::vector<plan::TableDescription>> all_tables(plan::CatalogBrowser& browser,
                                                             const std::string& database);
plan::DatabaseDescription default_database();

// Spark's patterns: `*` for any characters, `|` between choices, in any case; empty: all.
bool fits(std::string_view pattern, std::string_view name);

}  // namespace spark_door
