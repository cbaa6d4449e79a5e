#include "sql/using_join.h"

#include <fmt/format.h>

#include "sql/cast.h"
#include "sql/operators.h"

namespace sql {
namespace {

base::Result<const Field*> find(const Scope& scope, const Name& column, std::string_view side) {
  base::Result<const Field*> found = scope.resolve({{column}}, column.position);
  if (found.ok() || found.error().code != "COLUMN_NOT_FOUND") return found;
  return error_at(column.position, "COLUMN_NOT_FOUND",
                  fmt::format("Column '{}' is missing from {} side of join", column.text, side));
}

}  // namespace

base::Result<void> UsingJoin::merge(const Name& column) {
  const Field* left = TRY(find(left_, column, "left"));
  const Field* right = TRY(find(right_, column, "right"));
  if (!taken_.insert(left->plan_name).second) {
    return error_at(column.position, "DUPLICATE_COLUMN_NAME",
                    fmt::format("Column '{}' appears multiple times in USING clause", column.text));
  }
  taken_.insert(right->plan_name);
  const Type left_type = TRY(type_of(*left, column.position));
  const Type right_type = TRY(type_of(*right, column.position));
  const Typed a{plan::column(left->plan_name), left_type};
  const Typed b{plan::column(right->plan_name), right_type};
  conditions_.push_back(TRY(comparison(BinaryOperator::Equal, a, b, column.position)).plan);

  Typed value = value_of(a, b);
  Field field{.name = left->name, .type = value.type};
  merged_.push_back({std::move(field), std::move(value.plan)});
  return {};
}

// Where a side may be missing, its column is NULL.
Typed UsingJoin::value_of(const Typed& left, const Typed& right) const {
  const Type type = *common_type(left.type, right.type);
  if (kind_ == Join::Kind::Right) return coerce(right, type);
  Typed value = coerce(left, type);
  if (kind_ == Join::Kind::Full)
    value.plan = plan::call("coalesce", {std::move(value.plan), coerce(right, type).plan});
  return value;
}

PlanExpression UsingJoin::condition() && {
  return combine("and", std::move(conditions_));
}

UsingJoin::View UsingJoin::view(Names& names, bool keeps_both) const {
  View view;
  bool converts = keeps_both;
  for (auto [field, value] : merged_) {
    if (value.has_unresolved_attribute() && !keeps_both) {
      field.plan_name = value.unresolved_attribute().unparsed_identifier();
      view.projection.push_back(std::move(value));
    } else {
      converts = true;
      field.plan_name = names.unique(field.name);
      view.projection.push_back(plan::alias(std::move(value), field.plan_name));
    }
    view.scope.add(std::move(field));
  }
  for (const Scope* side : {&left_, &right_}) {
    if (side == &right_ && (kind_ == Join::Kind::Semi || kind_ == Join::Kind::Anti)) continue;
    for (Field field : side->fields()) {
      if (taken_.contains(field.plan_name)) {
        if (!keeps_both) continue;
        field.behind_table = true;
      }
      view.scope.add(field);
      if (field.type) view.projection.push_back(plan::column(field.plan_name));
    }
  }
  if (!converts) view.projection.clear();
  return view;
}

}  // namespace sql
