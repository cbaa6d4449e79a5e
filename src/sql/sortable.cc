#include "sql/sortable.h"

#include <fmt/format.h>

namespace sql {

base::Result<void> check_sortable(const Type& type, Position position) {
  if (is_orderable(type)) return {};
  return error_at(
      position, "TYPE_MISMATCH",
      fmt::format("Type {} is not orderable, and therefore cannot be used in ORDER BY", to_string(type)));
}

plan::SortOrder sort_order(Typed key, const SortItem& item) {
  if (item.nulls_first && holds(key.type, is_floating))
    key.plan = plan::call("trino.nans_lowest", {std::move(key.plan)});
  return plan::sort_order(std::move(key.plan), item.descending, item.nulls_first);
}

base::Result<void> check_key(const Type& type, std::string_view clause, Position position) {
  if (is_comparable(type)) return {};
  return error_at(
      position, "TYPE_MISMATCH",
      fmt::format("{} is not comparable, and therefore cannot be used in {}", to_string(type), clause));
}

base::Result<void> check_distinct(const Type& type, std::string_view name, Position position) {
  if (is_comparable(type)) return {};
  return error_at(position, "TYPE_MISMATCH",
                  fmt::format("DISTINCT can only be applied to comparable types (actual: {}){}{}",
                              to_string(type), name.empty() ? "" : ": ", name));
}

}  // namespace sql
