#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace sql {

// Hands out column names that are unlike each other within one plan and need no quotes: what the query calls
// its columns may repeat and may hold any character. One thread; lives as long as the planning of one query.
class Names {
 public:
  // As near to the wish as can be: order_id, order_id_2, ...
  std::string unique(std::string_view wish);

 private:
  std::unordered_set<std::string> taken_;
  std::unordered_map<std::string, int> tried_;  // the last number that was tried behind a name
};

}  // namespace sql
