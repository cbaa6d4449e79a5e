#include "sql/output_scope.h"

#include "base/text.h"
#include "sql/same_expression.h"

namespace sql {

void OutputScope::add(Column column) {
  by_name_[base::to_lower(column.out.label)].push_back(columns_.size());
  by_value_.try_emplace(same_text(column.value.plan), columns_.size());
  columns_.push_back(std::move(column));
}

base::Result<const OutputScope::Column*> OutputScope::resolve(const ColumnName& name,
                                                              Position position) const {
  const auto named = by_name_.find(base::to_lower(name.parts.back().text));
  const Column* found = nullptr;
  if (named == by_name_.end()) return found;
  for (const std::size_t index : named->second) {
    const Column& column = columns_[index];
    if (name.parts.size() > 1 && !(column.star && fits(*column.star, name))) continue;
    if (found != nullptr) return ambiguous(name, position);
    found = &column;
  }
  return found;
}

const OutputScope::Column* OutputScope::find_value(const PlanExpression& value) const {
  const auto found = by_value_.find(same_text(value));
  return found == by_value_.end() ? nullptr : &columns_[found->second];
}

}  // namespace sql
