#include "spark/catalog_listing.h"

#include <algorithm>

#include "base/glob.h"
#include "base/text.h"
#include "spark/tables.h"

namespace spark_door {
namespace {

constexpr int kPage = 1000;

}  // namespace

plan::DatabaseDescription default_database() {
  return {.name = std::string(kDefaultDatabase), .description = "default database", .parameters = {}};
}

base::Result<bool> has_database(plan::CatalogBrowser& browser, const std::string& name) {
  return base::iequals(name, kDefaultDatabase) || TRY(browser.database(name)).has_value();
}

base::Result<std::vector<plan::DatabaseDescription>> all_databases(plan::CatalogBrowser& browser) {
  std::vector<plan::DatabaseDescription> databases;
  for (plan::CatalogBrowser::Page page{.limit = kPage};;) {
    const auto some = TRY(browser.databases(page));
    databases.insert(databases.end(), some.begin(), some.end());
    if (some.size() < kPage) break;
    page.after = some.back().name;
  }
  if (std::ranges::find(databases, kDefaultDatabase, &plan::DatabaseDescription::name) == databases.end())
    databases.push_back(default_database());
  std::ranges::sort(databases, {}, &plan::DatabaseDescription::name);
  return databases;
}

base::Result<std::vector<plan::TableDescription>> all_tables(plan::CatalogBrowser& browser,
                                                             const std::string& database) {
  std::vector<plan::TableDescription> tables;
  if (!TRY(has_database(browser, database))) return no_database(database);
  if (!TRY(browser.database(database))) return tables;
  for (plan::CatalogBrowser::Page page{.limit = kPage};;) {
    const auto some = TRY(browser.tables(database, "", page));
    tables.insert(tables.end(), some.begin(), some.end());
    if (some.size() < kPage) return tables;
    page.after = some.back().name;
  }
}

bool fits(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return true;
  const std::string lower = base::to_lower(name);
  const auto choices = base::split(pattern, '|');
  return std::ranges::any_of(choices, [&](std::string_view choice) {
    return base::glob_matches(base::to_lower(base::trim(choice)), lower);
  });
}

}  // namespace spark_door
