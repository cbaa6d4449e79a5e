#include "sql/scope.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sql {
namespace {

constexpr std::string_view kCatalog = "awsdatacatalog";

// [[[catalog.]database.]table.]column, compared from the right.
bool fits(const Field& field, const std::vector<Name>& parts) {
  const std::size_t count = parts.size();
  if (!base::iequals(parts[count - 1].text, field.name)) return false;
  if (count == 1) return !field.merged;
  if (!base::iequals(parts[count - 2].text, field.table)) return false;
  if (count == 2) return true;
  if (field.database.empty() || !base::iequals(parts[count - 3].text, field.database)) return false;
  return count == 3 || (count == 4 && base::iequals(parts[0].text, kCatalog));
}

}  // namespace

base::Result<const Field*> Scope::resolve(const ColumnName& name, Position position) const {
  const Field* found = nullptr;
  for (const Field& field : fields_) {
    if (!fits(field, name.parts)) continue;
    if (found != nullptr) {
      return error_at(position, "AMBIGUOUS_NAME", fmt::format("Column '{}' is ambiguous", to_string(name)));
    }
    found = &field;
  }
  if (found == nullptr) {
    return error_at(position, "COLUMN_NOT_FOUND",
                    fmt::format("Column '{}' cannot be resolved", to_string(name)));
  }
  return found;
}

base::Result<Type> type_of(const Field& field, Position position) {
  if (!field.type)
    return not_supported_yet(position, fmt::format("column '{}' of type {}", field.name, field.catalog_type));
  return *field.type;
}

std::string to_string(const ColumnName& name) {
  std::string text;
  for (const Name& part : name.parts) text += (text.empty() ? "" : ".") + part.text;
  return text;
}

}  // namespace sql
