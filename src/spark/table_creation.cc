#include "spark/table_creation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "services/glue/catalog.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/data_catalog.h"
#include "spark/catalog_listing.h"
#include "spark/catalog_names.h"
#include "spark/default_database.h"
#include "spark/errors.h"
#include "spark/table_errors.h"
#include "spark/tables.h"

namespace spark_door {
namespace {

using spark::connect::WriteOperation;
using GlueColumns = std::vector<api::glue::Column>;

// By a view, or a table that nobody can read here, too.
base::Result<bool> is_taken(const TableTarget& target, const Storage& storage) {
  services::glue::CatalogBrowser browser(storage.journal, storage.scope);
  return TRY(browser.table(target.database, target.name)).has_value();
}

struct SplitColumns {
  GlueColumns columns, keys;
};

// The keys in the order in which the form names them.
SplitColumns split(const std::vector<plan::Column>& defined, const WriteOperation& form) {
  const auto& partitioning = form.partitioning_columns();
  SplitColumns split{.columns = {}, .keys = GlueColumns(static_cast<std::size_t>(partitioning.size()))};
  for (const plan::Column& column : defined) {
    const auto key = std::ranges::find_if(
        partitioning, [&](const std::string& name) { return base::iequals(name, column.name); });
    api::glue::Column& kept = key == partitioning.end()
                                  ? split.columns.emplace_back()
                                  : split.keys[static_cast<std::size_t>(key - partitioning.begin())];
    kept = {.name = base::to_lower(column.name),
            .type = column.type,
            .comment = column.comment.empty() ? std::nullopt : std::optional(column.comment)};
  }
  return split;
}

}  // namespace

base::Result<void> create_table_without_rows(WriteOperation form, const sql::TableNameParts& name,
                                             const std::vector<plan::Column>& columns, bool if_not_exists,
                                             const TableParameters& parameters,
                                             const ExecutionContext& context) {
  const Storage& storage = context.executor.storage();
  TableTarget target = TRY(target_named(name, context.session));
  services::glue::Catalog catalog(storage.journal, storage.scope);
  if (!TRY(catalog.has_database(target.database)) && target.database != kDefaultDatabase)
    return no_database(target.database);
  if (TRY(is_taken(target, storage)))
    return if_not_exists ? base::Result<void>() : table_exists(target.short_name());
  const auto& partitioning = form.partitioning_columns();
  TRY(check_table_columns(columns, {partitioning.begin(), partitioning.end()}, target.whole_name()));
  TRY(check_new_name(target.name));
  TRY(choose_kind(target, form));
  TRY(choose_place(target, form, context));
  // Options of a table that never had rows would be read by nobody: the catalog's entry is made from the
  // kind.
  if (!form.options().empty())
    return not_supported(fmt::format("the option {} of a table", form.options().begin()->first));
  SplitColumns parts = split(columns, form);
  return storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    if (target.database == kDefaultDatabase) TRY(ensure_default_database(transaction, storage));
    return services::glue::create_table(
        transaction, storage.scope, target.database,
        entry_of(target, parameters, std::move(parts.columns), std::move(parts.keys)), storage.clock.now());
  });
}

}  // namespace spark_door
