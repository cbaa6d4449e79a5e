#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace services::glue {

// The rows of job definitions. Names of jobs keep their case. A job's tags go with it; its runs stay, and its
// bookmark is removed by who removes the job.
struct JobRow {
  std::string name;
  base::Timestamp created_at;
  base::Timestamp modified_at;
  std::string definition;  // JSON of api::glue::Job without the two times
};

class JobsStore {
 public:
  static store::Schema schema();

  static base::Result<std::optional<JobRow>> job(store::Connection& journal, const Scope& scope,
                                                 std::string_view name);
  // In the order of their names, those behind `after`.
  static base::Result<std::vector<JobRow>> jobs(store::Connection& journal, const Scope& scope,
                                                std::string_view after, int limit);
  static base::Result<void> put(store::Transaction& journal, const Scope& scope, const JobRow& row);
  static base::Result<void> set_tags(store::Transaction& journal, const Scope& scope, std::string_view name,
                                     const std::vector<std::pair<std::string, std::string>>& tags);
  static base::Result<std::vector<std::pair<std::string, std::string>>> tags(store::Connection& journal,
                                                                             const Scope& scope,
                                                                             std::string_view name);
  static base::Result<void> remove(store::Transaction& journal, const Scope& scope, std::string_view name);
};

}  // namespace services::glue
