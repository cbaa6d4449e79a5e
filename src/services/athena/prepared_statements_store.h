#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "services/athena/scope.h"
#include "store/journal.h"

namespace services::athena {

// One prepared statement of a workgroup. Names keep their case.
struct PreparedStatementRow {
  std::string work_group;
  std::string name;
  std::string text;
  std::string description;  // empty: none
  base::Timestamp modified_at;
};

// The rows of prepared statements. What may be prepared, and how many, is not asked here
// (prepared_statement.h).
class PreparedStatementsStore {
 public:
  static store::Schema schema();

  static base::Result<std::optional<PreparedStatementRow>> find(store::Connection& connection,
                                                                const Scope& scope,
                                                                std::string_view work_group,
                                                                std::string_view name);
  // In the order of their names, those behind `after`.
  static base::Result<std::vector<PreparedStatementRow>> list(store::Connection& connection,
                                                              const Scope& scope, std::string_view work_group,
                                                              std::string_view after, int limit);
  static base::Result<std::int64_t> count(store::Connection& connection, const Scope& scope,
                                          std::string_view work_group);
  static base::Result<void> put(store::Transaction& transaction, const Scope& scope,
                                const PreparedStatementRow& row);
  static base::Result<void> remove(store::Transaction& transaction, const Scope& scope,
                                   std::string_view work_group, std::string_view name);
  static base::Result<void> remove_all(store::Transaction& transaction, const Scope& scope,
                                       std::string_view work_group);
};

}  // namespace services::athena
