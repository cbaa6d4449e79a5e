#include "sql/scope.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace sql {

bool fits(const Field& field, const ColumnName& name) {
  const std::vector<Name>& parts = name.parts;
  const std::size_t count = parts.size();
  if (!base::iequals(parts[count - 1].text, field.name)) return false;
  if (count == 1) return !field.behind_table;
  if (field.table.empty() || !base::iequals(parts[count - 2].text, field.table)) return false;
  if (count == 2) return true;
  if (field.database.empty() || !base::iequals(parts[count - 3].text, field.database)) return false;
  return count == 3 || (count == 4 && base::iequals(parts[0].text, field.catalog));
}

void Scope::add(Field field) {
  by_name_[base::to_lower(field.name)].push_back(fields_.size());
  fields_.push_back(std::move(field));
}

base::Result<const Field*> Scope::resolve(const ColumnName& name, Position position) const {
  const Field* found = nullptr;
  const auto named = by_name_.find(base::to_lower(name.parts.back().text));
  if (named != by_name_.end()) {
    for (const std::size_t index : named->second) {
      if (!fits(fields_[index], name)) continue;
      if (found != nullptr) return ambiguous(name, position);
      found = &fields_[index];
    }
  }
  if (found == nullptr) {
    return error_at(position, "COLUMN_NOT_FOUND",
                    fmt::format("Column '{}' cannot be resolved", to_string(name)));
  }
  return found;
}

bool Scope::begins_with_column(const ColumnName& name) const {
  ColumnName prefix = name;
  for (prefix.parts.pop_back(); !prefix.parts.empty(); prefix.parts.pop_back()) {
    const auto named = by_name_.find(base::to_lower(prefix.parts.back().text));
    if (named == by_name_.end()) continue;
    const auto is_meant = [&](std::size_t index) { return fits(fields_[index], prefix); };
    if (std::ranges::any_of(named->second, is_meant)) return true;
  }
  return false;
}

base::Error ambiguous(const ColumnName& name, Position position) {
  return error_at(position, "AMBIGUOUS_NAME", fmt::format("Column '{}' is ambiguous", to_string(name)));
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
