#include "services/glue/catalog_browser.h"

#include "base/text.h"
#include "services/glue/catalog_store.h"
#include "services/glue/data_catalog.h"
#include "services/glue/name_pattern.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace {

using Parameters = std::map<std::string, std::string>;

base::Result<plan::DatabaseDescription> describe(const DatabaseRow& row) {
  const auto input = TRY(from_stored<api::glue::DatabaseInput>(api::glue::tables::kDatabaseInput, row.input));
  return plan::DatabaseDescription{.name = row.name,
                                   .description = input.description.value_or(""),
                                   .location = input.location_uri.value_or(""),
                                   .parameters = input.parameters.value_or(Parameters{})};
}

std::vector<plan::Column> to_columns(const std::optional<std::vector<api::glue::Column>>& columns) {
  std::vector<plan::Column> result;
  if (!columns) return result;
  for (const api::glue::Column& column : *columns)
    result.push_back({column.name, column.type.value_or(""), column.comment.value_or("")});
  return result;
}

base::Result<plan::TableDescription> describe(const TableRow& row) {
  const auto input = TRY(from_stored<api::glue::TableInput>(api::glue::tables::kTableInput, row.input));
  const auto descriptor = input.storage_descriptor.value_or(api::glue::StorageDescriptor{});
  const auto serde = descriptor.serde_info.value_or(api::glue::SerDeInfo{});
  return plan::TableDescription{.name = row.name,
                                .type = input.table_type.value_or(""),
                                .created_at = row.created_at,
                                .last_access = input.last_access_time,
                                .columns = to_columns(descriptor.columns),
                                .partition_keys = to_columns(input.partition_keys),
                                .parameters = input.parameters.value_or(Parameters{}),
                                .location = descriptor.location.value_or(""),
                                .input_format = descriptor.input_format.value_or(""),
                                .output_format = descriptor.output_format.value_or(""),
                                .serde = serde.serialization_library.value_or(""),
                                .serde_parameters = serde.parameters.value_or(Parameters{})};
}

}  // namespace

base::Result<std::optional<plan::DatabaseDescription>> CatalogBrowser::database(const std::string& name) {
  const auto row = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return CatalogStore::database(snapshot, scope_, base::to_lower(name));
  }));
  if (!row) return std::optional<plan::DatabaseDescription>();
  return std::optional(TRY(describe(*row)));
}

base::Result<std::vector<plan::DatabaseDescription>> CatalogBrowser::databases(const Page& page) {
  const auto rows = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return CatalogStore::databases(snapshot, scope_, {.after = page.after, .limit = page.limit});
  }));
  std::vector<plan::DatabaseDescription> result;
  for (const DatabaseRow& row : rows) result.push_back(TRY(describe(row)));
  return result;
}

base::Result<std::optional<plan::TableDescription>> CatalogBrowser::table(const std::string& database,
                                                                          const std::string& name) {
  const auto row = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return CatalogStore::table(snapshot, scope_, base::to_lower(database), base::to_lower(name));
  }));
  if (!row) return std::optional<plan::TableDescription>();
  return std::optional(TRY(describe(*row)));
}

// The pattern is matched here and not by SQLite, so a page may take several of the store's.
base::Result<std::vector<plan::TableDescription>> CatalogBrowser::tables(const std::string& database,
                                                                         const std::string& expression,
                                                                         const Page& page) {
  const NamePattern wanted = TRY(NamePattern::parse(expression.empty() ? ".*" : expression));
  using Tables = std::vector<plan::TableDescription>;
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<Tables> {
    Tables found;
    std::string after = page.after;
    while (true) {
      const auto rows = TRY(CatalogStore::tables(snapshot, scope_, base::to_lower(database),
                                                 {.after = after, .limit = page.limit}));
      for (const TableRow& row : rows) {
        if (!wanted.matches(row.name)) continue;
        found.push_back(TRY(describe(row)));
        if (std::ssize(found) == page.limit) return found;
      }
      if (std::ssize(rows) < page.limit) return found;
      after = rows.back().name;
    }
  });
}

}  // namespace services::glue
