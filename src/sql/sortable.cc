#include "sql/sortable.h"

#include <fmt/format.h>

namespace sql {

base::Result<void> check_sortable(const Type& type, Position position) {
  if (is_orderable(type)) return {};
  return error_at(
      position, "TYPE_MISMATCH",
      fmt::format("Type {} is not orderable, and therefore cannot be used in ORDER BY", to_string(type)));
}

}  // namespace sql
