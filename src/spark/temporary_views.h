#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "sql/planning.h"

namespace spark_door {

// The database in which the views of all sessions are found.
inline constexpr std::string_view kGlobalViews = "global_temp";

// Temporary views: a session's own, or those of all sessions. Names are equal but for case. Thread-safe.
class TemporaryViews {
 public:
  // TEMP_TABLE_OR_VIEW_ALREADY_EXISTS unless it is to be replaced.
  base::Result<void> add(sql::View view, bool replace);
  bool drop(std::string_view name);
  std::shared_ptr<const sql::View> find(std::string_view name) const;  // null: there is none
  std::vector<std::string> names() const;
  void add_all_of(const TemporaryViews& other);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const sql::View>> views_;  // by their names in lower case
};

}  // namespace spark_door
