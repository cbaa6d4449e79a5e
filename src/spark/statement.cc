#include "spark/statement.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/plans.h"

namespace spark_door {

using services::glue::StoredTable;

plan::Relation nothing_shown() {
  return constant_rows({}, {});
}

ConstantRow text_row(std::initializer_list<std::string_view> values) {
  ConstantRow row;
  for (const std::string_view value : values) row.push_back(plan::literal(value));
  return row;
}

plan::Expression text_or_null(const std::string& text) {
  return text.empty() ? plan::null_literal("string") : plan::literal(text);
}

base::Result<plan::Relation> query_within(const Statement& statement, const std::string& text) {
  plan::Relation relation;
  *relation.mutable_sql() = statement.asked;
  relation.mutable_sql()->set_query(text);
  return resolved(std::move(relation), statement.tables, statement.context.stop);
}

std::string in_backticks(const std::vector<std::string>& parts) {
  return fmt::format("`{}`", base::join(parts, "`.`"));
}

std::string whole_name(const std::string& database, const std::string& table) {
  return in_backticks({std::string(kCatalogName), database, table});
}

base::Result<std::string> database_named(const std::vector<std::string>& name) {
  if (name.size() > 2 || (name.size() == 2 && !base::iequals(name[0], kCatalogName)))
    return no_database(base::join(name, "`.`"));
  return base::to_lower(name.back());
}

bool is_view(const StoredTable& table) {
  return table.input.table_type == kViewType;
}

base::Result<std::optional<StoredTable>> find_entry(const sql::TableNameParts& name,
                                                    const Statement& statement) {
  if (name.size() > 3 || (name.size() == 3 && !base::iequals(name[0], kCatalogName)))
    return std::optional<StoredTable>();
  const Storage& storage = statement.storage();
  return storage.journal.read([&](store::Snapshot& snapshot) {
    return services::glue::find_table(snapshot, storage.scope, statement.tables.database_of(name),
                                      name.back());
  });
}

base::Result<StoredTable> table_entry(const sql::TableNameParts& name, const std::string& operation,
                                      const Statement& statement, Alternative alternative) {
  const bool temporary = statement.tables.temporary_view(name) != nullptr;
  auto entry = temporary ? std::optional<StoredTable>() : TRY(find_entry(name, statement));
  if (!entry && !temporary) return no_table(name);
  if (entry && !is_view(*entry)) return *std::move(entry);
  const std::string shown = entry ? whole_name(entry->row.database, entry->row.name) : in_backticks(name);
  if (alternative == Alternative::AlterView)
    return plan::spark_error("EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW",
                             "'<operation>' expects a table but <viewName> is a view. Please use ALTER VIEW "
                             "instead.",
                             {{"viewName", shown}, {"operation", operation}});
  return plan::spark_error("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
                           "'<operation>' expects a table but <viewName> is a view.",
                           {{"viewName", shown}, {"operation", operation}});
}

base::Result<void> change_entry(const StoredTable& table, const Statement& statement, const Change& change) {
  const Storage& storage = statement.storage();
  return storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable stored =
        TRY(services::glue::require_table(transaction, storage.scope, table.row.database, table.row.name));
    api::glue::TableInput input = stored.input;
    TRY(change(transaction, stored, input));
    return services::glue::update_table(transaction, stored, std::move(input),
                                        services::glue::CatalogStore::Archive::Keep, storage.clock.now());
  });
}

}  // namespace spark_door
