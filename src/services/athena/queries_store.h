#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/athena/query_machine.h"
#include "services/athena/request_token.h"
#include "services/athena/scope.h"
#include "store/journal.h"

namespace services::athena {

// The rows of query executions. No state of its own; all methods take the connection that they act in. They
// refuse nothing: what may be asked of a query is the machine's (query_machine.h), whom it belongs to is said
// by the scope, and an id of another one is not found.
class QueriesStore {
 public:
  static store::Schema schema();

  static base::Result<void> insert(store::Transaction& transaction, const Query& query,
                                   const std::optional<RequestToken>& token);
  static base::Result<void> update(store::Transaction& transaction,
                                   const Query& query);  // what transitions change

  static base::Result<std::optional<Query>> find(store::Connection& connection, std::string_view id);
  static base::Result<std::optional<Query>> find(store::Connection& connection, const Scope& scope,
                                                 std::string_view id);

  static base::Result<std::optional<StartedBefore>> find_token(store::Connection& connection,
                                                               const Scope& scope, std::string_view token);

  // Where the newest result with that key lies that is no older than that, counted from its query's end.
  static base::Result<std::optional<std::string>> find_reusable(store::Connection& connection,
                                                                const Scope& scope,
                                                                std::string_view reuse_key,
                                                                base::Timestamp not_before);

  // Newest first, behind the place of `after`.
  struct Place {
    std::int64_t submitted_at = 0;
    std::string id;
  };
  static base::Result<std::vector<Place>> list(store::Connection& connection, const Scope& scope,
                                               std::string_view work_group, const std::optional<Place>& after,
                                               int limit);

  // Of a whole workgroup.
  static base::Result<bool> has_any(store::Connection& connection, const Scope& scope,
                                    std::string_view work_group);
  static base::Result<std::vector<std::string>> unfinished(store::Connection& connection, const Scope& scope,
                                                           std::string_view work_group);  // their ids
  static base::Result<void> remove_all(store::Transaction& transaction, const Scope& scope,
                                       std::string_view work_group);
};

}  // namespace services::athena
