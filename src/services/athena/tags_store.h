#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/athena/scope.h"
#include "store/journal.h"

namespace services::athena {

// The rows of tags. A resource is named as its ARN ends: workgroup/NAME, datacatalog/NAME.
class TagsStore {
 public:
  static store::Schema schema();  // migrates behind that of workgroups, which had the tags before

  using Tags = std::vector<std::pair<std::string, std::string>>;  // in the order of their keys
  static base::Result<Tags> list(store::Connection& connection, const Scope& scope,
                                 std::string_view resource);
  static base::Result<void> put(store::Transaction& transaction, const Scope& scope,
                                std::string_view resource, std::string_view key, std::string_view value);
  static base::Result<void> remove(store::Transaction& transaction, const Scope& scope,
                                   std::string_view resource, std::string_view key);
  static base::Result<void> remove_all(store::Transaction& transaction, const Scope& scope,
                                       std::string_view resource);
};

}  // namespace services::athena
