#include "sql/session.h"

#include "base/text.h"

namespace sql {

base::Result<bool> Session::has_catalog(std::string_view name) const {
  if (base::iequals(name, kCatalog)) return true;
  if (!is_other_name) return false;
  return is_other_name(base::to_lower(name));
}

}  // namespace sql
