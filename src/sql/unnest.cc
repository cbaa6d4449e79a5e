#include "sql/unnest.h"

#include <fmt/format.h>

namespace sql {
namespace {

// The columns that one item becomes, reached from its place in the plan.
void add_columns(const PlanExpression& item, const Type& type, Names& names, Scope& scope,
                 std::vector<PlanExpression>& columns) {
  const auto add = [&](PlanExpression value, const Type& of, const std::string& name) {
    Field field{.name = name, .plan_name = names.unique(name.empty() ? "item" : name), .type = of};
    columns.push_back(plan::alias(std::move(value), field.plan_name));
    scope.add(std::move(field));
  };
  if (type.kind != TypeKind::Row) return add(item, type, "");
  const std::vector<std::string> field_names = sql::field_names(type);
  for (std::size_t i = 0; i < type.parts.size(); ++i)
    add(plan::field(item, field_names[i]), type.parts[i], type.names[i]);
}

}  // namespace

base::Result<Unnesting> Unnesting::make(std::vector<Typed> values) {
  Unnesting unnesting;
  for (Typed& value : values) {
    if (value.type.kind == TypeKind::Map) {
      const Type entries = array_type(row_type(value.type.parts, {"", ""}));
      value = {plan::call("trino.map_entries", {std::move(value.plan)}), entries};
    }
    if (value.type.kind != TypeKind::Array)
      return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                           fmt::format("Cannot unnest type: {}", to_string(value.type)));
    unnesting.arrays_.push_back(std::move(value));
  }
  return unnesting;
}

plan::Relation Unnesting::around(plan::Relation input, bool with_ordinality, bool keeps_rows, Names& names,
                                 Scope& scope) && {
  const bool several = arrays_.size() > 1;
  Type item = arrays_[0].type.parts[0];
  if (several) {
    item = {.kind = TypeKind::Row};
    for (const Typed& array : arrays_) item.parts.push_back(array.type.parts[0]), item.names.emplace_back();
  }
  std::vector<Type> types;
  for (const Typed& array : arrays_) types.push_back(array.type.parts[0]);
  // An array that is NULL has no items, and the others have theirs.
  for (Typed& array : arrays_) {
    if (several) array.plan = plan::call("coalesce", {std::move(array.plan), plan::call("array", {})});
  }
  PlanExpression list =
      several ? plan::call("trino.zip", plans(std::move(arrays_))) : std::move(arrays_[0].plan);
  const PlanExpression filled =
      plan::call(">", {plan::call("trino.cardinality", {list}), plan::literal(std::int64_t{0})});
  if (keeps_rows)
    list = plan::call("when",
                      {filled, std::move(list), plan::call("array", {plan::null_literal(to_spark(item))})});

  std::vector<PlanExpression> columns;
  for (const Field& field : scope.fields()) {
    if (field.type) columns.push_back(plan::column(field.plan_name));
  }
  std::vector<PlanExpression> exploded = columns;
  const std::string place = names.unique("place"), value = names.unique("unnested");
  exploded.push_back(plan::aliases(plan::call("posexplode", {std::move(list)}), {place, value}));
  if (keeps_rows && with_ordinality) exploded.push_back(plan::alias(filled, place + "_known"));

  const PlanExpression whole = plan::column(value);
  for (std::size_t i = 0; i < types.size(); ++i)
    add_columns(several ? plan::field(whole, fmt::format("field{}", i)) : whole, types[i], names, scope,
                columns);
  if (with_ordinality) {
    const Type type{TypeKind::Bigint};
    PlanExpression count =
        plan::call("+", {plan::cast(plan::column(place), to_spark(type)), plan::literal(std::int64_t{1})});
    if (keeps_rows) count = plan::call("when", {plan::column(place + "_known"), std::move(count)});
    Field field{.name = "", .plan_name = names.unique("ordinality"), .type = type};
    columns.push_back(plan::alias(std::move(count), field.plan_name));
    scope.add(std::move(field));
  }
  return plan::project(plan::project(std::move(input), std::move(exploded)), std::move(columns));
}

}  // namespace sql
