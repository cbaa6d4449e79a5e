#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sql {

inline constexpr std::string_view kCatalog = "awsdatacatalog";  // the data catalog's own name

// Who asks, and which names of catalogs are known to a query of theirs. There is one catalog, which planning
// asks for tables; it may have names beside its own.
struct Session {
  std::string user = {};
  std::string catalog = std::string(kCatalog);  // what names without one mean, in lower case
  // Whether the data catalog is called so too; asked in lower case. Empty: it has no other name.
  std::function<base::Result<bool>(const std::string& name)> is_other_name = {};

  base::Result<bool> has_catalog(std::string_view name) const;  // in any case
};

}  // namespace sql
