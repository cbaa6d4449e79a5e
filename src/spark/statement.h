#pragma once

#include <functional>
#include <initializer_list>

#include "services/glue/data_catalog.h"
#include "spark/constant_rows.h"
#include "spark/execution_context.h"
#include "spark/table_errors.h"
#include "spark/tables.h"
#include "sql/spark_command.h"

namespace spark_door {

// What a statement of SQL is run with: the statement as the client sent it, with the values of its
// parameters, what names mean, and for whom it is done. Lives as long as the statement.
struct Statement {
  const spark::connect::SQL& asked;
  TemporaryViews& global_views;
  const Tables& tables;
  const ExecutionContext& context;

  const Storage& storage() const { return context.executor.storage(); }
  Session& session() const { return context.session; }
};

// The rows that a statement shows.
using Shown = base::Result<plan::Relation>;

plan::Relation nothing_shown();
ConstantRow text_row(std::initializer_list<std::string_view> values);
plan::Expression text_or_null(const std::string& text);

// A query within a statement, which may use every parameter that came with the statement.
base::Result<plan::Relation> query_within(const Statement& statement, const std::string& text);

std::string in_backticks(const std::vector<std::string>& parts);
// `spark_catalog`.`database`.`table`
std::string whole_name(const std::string& database, const std::string& table);

// The database that a name means, which may have the catalog before it; SCHEMA_NOT_FOUND of another catalog.
base::Result<std::string> database_named(const std::vector<std::string>& name);

inline constexpr std::string_view kViewType = "VIRTUAL_VIEW";
bool is_view(const services::glue::StoredTable& table);

// The entry of the Data Catalog that a statement is about; none: there is no such thing.
base::Result<std::optional<services::glue::StoredTable>> find_entry(const sql::TableNameParts& name,
                                                                    const Statement& statement);

// That of a table. EXPECT_TABLE_NOT_VIEW of a view, whose ALTER VIEW may do what is asked.
enum class Alternative { None, AlterView };
base::Result<services::glue::StoredTable> table_entry(const sql::TableNameParts& name,
                                                      const std::string& operation,
                                                      const Statement& statement,
                                                      Alternative alternative = Alternative::None);

// Reads the entry in a transaction, changes it, and writes it back as a new version of the table.
using Change = std::function<base::Result<void>(store::Transaction&, const services::glue::StoredTable&,
                                                api::glue::TableInput&)>;
base::Result<void> change_entry(const services::glue::StoredTable& table, const Statement& statement,
                                const Change& change);

}  // namespace spark_door
