#include "services/athena/prepared_statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/athena/errors.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"
#include "sql/prepared.h"
#include "sql/statement.h"

namespace services::athena {
namespace {

// https://docs.aws.amazon.com/general/latest/gr/athena.html
constexpr std::int64_t kMostStatements = 1000;

// [a-zA-Z_][a-zA-Z0-9_@:]{1,256}, as the API has it.
bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto follows = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '@' || c == ':'; };
  return name.size() >= 2 && name.size() <= 256 && letter(name[0]) && std::ranges::all_of(name, follows);
}

}  // namespace

base::Result<void> check_preparable(const std::string& text) {
  const std::optional<sql::StatementKind> kind = sql::classify(text);
  if (kind && !kind->supported) {
    constexpr std::array kLater = std::to_array<std::string_view>({"INSERT", "CREATE", "UNLOAD"});
    if (std::ranges::find(kLater, kind->word) != kLater.end()) return {};
    return invalid_request(fmt::format("{} cannot be prepared", kind->word), "MALFORMED_QUERY");
  }
  const base::Result<void> checked = sql::check_syntax(text);
  if (checked.ok()) return {};
  return invalid_request(checked.error().message, "MALFORMED_QUERY");
}

base::Result<void> create_prepared_statement(store::Transaction& transaction, const Scope& scope,
                                             const PreparedStatementRow& row) {
  TRY(require_work_group(transaction, scope, row.work_group));
  if (!is_name(row.name))
    return invalid_request(
        fmt::format("The name '{}' of a prepared statement must be a letter or _ and then 1 to 255"
                    " letters, digits, _, @ or :",
                    row.name));
  if (TRY(PreparedStatementsStore::find(transaction, scope, row.work_group, row.name)))
    return invalid_request(
        fmt::format("PreparedStatement {} already exists in workGroup {}", row.name, row.work_group));
  if (TRY(PreparedStatementsStore::count(transaction, scope, row.work_group)) >= kMostStatements)
    return invalid_request(fmt::format("workGroup {} has {} prepared statements, the most that it can have",
                                       row.work_group, kMostStatements));
  return PreparedStatementsStore::put(transaction, scope, row);
}

base::Result<PreparedStatementRow> require_prepared_statement(store::Connection& connection,
                                                              const Scope& scope,
                                                              const std::string& work_group,
                                                              const std::string& name) {
  TRY(require_work_group(connection, scope, work_group));
  auto row = TRY(PreparedStatementsStore::find(connection, scope, work_group, name));
  if (row) return *std::move(row);
  return api::athena::errors::resource_not_found_exception(
      fmt::format("PreparedStatement {} was not found in workGroup {}", name, work_group),
      {{"ResourceName", name}});
}

base::Result<void> delete_prepared_statement(store::Transaction& transaction, const Scope& scope,
                                             const std::string& work_group, const std::string& name) {
  TRY(require_prepared_statement(transaction, scope, work_group, name));
  return PreparedStatementsStore::remove(transaction, scope, work_group, name);
}

}  // namespace services::athena
