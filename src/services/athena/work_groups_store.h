#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "services/athena/scope.h"
#include "store/journal.h"

namespace services::athena {

// One workgroup. Names keep their case.
struct WorkGroupRow {
  std::string name;
  std::string description;
  std::string state;                          // ENABLED, DISABLED
  std::optional<base::Timestamp> created_at;  // nothing: of `primary`, which nobody creates
  std::string configuration;                  // JSON of api::athena::WorkGroupConfiguration
};

// The rows of workgroups. `primary` has a row once somebody has changed it.
class WorkGroupsStore {
 public:
  static store::Schema schema();

  static base::Result<std::optional<WorkGroupRow>> find(store::Connection& connection, const Scope& scope,
                                                        std::string_view name);
  // In the order of their names, those behind `after`.
  static base::Result<std::vector<WorkGroupRow>> list(store::Connection& connection, const Scope& scope,
                                                      std::string_view after, int limit);
  static base::Result<void> put(store::Transaction& transaction, const Scope& scope, const WorkGroupRow& row);
  static base::Result<void> remove(store::Transaction& transaction, const Scope& scope,
                                   std::string_view name);
};

}  // namespace services::athena
