#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/athena/request_token.h"
#include "services/athena/scope.h"
#include "store/journal.h"

namespace services::athena {

// One saved query of a workgroup.
struct NamedQueryRow {
  std::int64_t number = 0;  // in the order of their creation, given by the journal
  std::string id;
  std::string work_group;
  std::string name;
  std::string description;  // empty: none
  std::string database;
  std::string text;
};

// The rows of named queries.
class NamedQueriesStore {
 public:
  static store::Schema schema();

  static base::Result<void> insert(store::Transaction& transaction, const Scope& scope,
                                   const NamedQueryRow& row, const std::optional<RequestToken>& token);
  static base::Result<void> update(store::Transaction& transaction, const NamedQueryRow& row);
  static base::Result<void> remove(store::Transaction& transaction, std::int64_t number);

  static base::Result<std::optional<NamedQueryRow>> find(store::Connection& connection, const Scope& scope,
                                                         std::string_view id);
  static base::Result<std::optional<StartedBefore>> find_token(store::Connection& connection,
                                                               const Scope& scope, std::string_view token);
  // In the order of their creation, those behind `after`.
  static base::Result<std::vector<NamedQueryRow>> list(store::Connection& connection, const Scope& scope,
                                                       std::string_view work_group, std::int64_t after,
                                                       int limit);
  static base::Result<void> remove_all(store::Transaction& transaction, const Scope& scope,
                                       std::string_view work_group);
};

}  // namespace services::athena
