#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"
#include "sql/rules.h"
#include "sql/select_planner.h"

// The stars of a select list: *, t.*, (row).*
namespace sql {
namespace {

// Whether a star stands for a column.
bool is_of_star(const SelectItem& star, const Field& field) {
  if (field.hidden) return false;
  if (star.star_qualifier) return base::iequals(star.star_qualifier->text, field.table);
  const auto* name = star.expression ? std::get_if<ColumnName>(&star.expression->node) : nullptr;
  if (!star.expression || name == nullptr) return !star.expression && !field.behind_table;
  ColumnName column = *name;
  column.parts.push_back({field.name});
  return fits(field, column);
}

base::Result<void> check_star_aliases(const SelectItem& star, std::size_t columns) {
  if (star.aliases.empty() || star.aliases.size() == columns) return {};
  return error_at(star.aliases[0].position, "MISMATCHED_COLUMN_ALIASES",
                  fmt::format("Column alias list has {} entries but relation has {} columns",
                              star.aliases.size(), columns));
}

}  // namespace

// Whether it is columns of FROM: all of them, or those of a table, which may be a.b.* of the database a. Of
// Spark, a name that no table has may be a struct's.
bool SelectPlanner::is_star(const SelectItem& item) const {
  if (!item.expression || item.replaced) return true;
  if (!item.fields_of_row && !item.star_qualifier) return false;
  if (std::ranges::any_of(source_.scope().fields(),
                          [&](const Field& field) { return is_of_star(item, field); }))
    return true;
  const auto* name = std::get_if<ColumnName>(&item.expression->node);
  return item.star_qualifier && !source_.scope().resolve(*name, item.position).ok();
}

// The columns but those behind EXCEPT.
base::Result<std::vector<const Field*>> SelectPlanner::without(std::vector<const Field*> fields,
                                                               const SelectItem& star) {
  for (const auto& [name, position] : star.except) {
    const std::size_t before = fields.size();
    std::erase_if(fields, [&](const Field* field) { return fits(*field, name); });
    if (fields.size() < before) continue;
    TRY(ungrouped("SELECT clause").analyze(Expression{.node = name, .position = position}));
    return not_supported_yet(position, "EXCEPT of what is no column of the star, or comes twice");
  }
  return fields;
}

// Of |> SET: all columns, with another value for one of them.
base::Result<void> SelectPlanner::replace_column(const SelectItem& star) {
  const ColumnName name{.parts = {*star.replaced}};
  bool found = false;
  for (const Field& field : source_.scope().fields()) {
    if (field.hidden || field.behind_table) continue;
    const bool replaced = fits(field, name);
    found = found || replaced;
    Item item{.field = replaced ? nullptr : &field, .label = field.name, .position = star.position};
    if (replaced) item.expression = star.expression.get();
    if (replaced) item.aliases = &star.aliases;
    TRY(add_item(std::move(item)));
  }
  if (found) return {};
  return rules_->unresolved_column(source_.scope(), name, star.position);
}

base::Result<void> SelectPlanner::expand_star(const SelectItem& star) {
  if (!select_.from)
    return error_at(star.position, "COLUMN_NOT_FOUND", "SELECT * not allowed in queries without FROM clause");
  std::vector<const Field*> fields;
  for (const Field& field : source_.scope().fields())
    if (is_of_star(star, field)) fields.push_back(&field);
  if (!star.except.empty()) fields = TRY(without(std::move(fields), star));
  TRY(check_star_aliases(star, fields.size()));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& label = star.aliases.empty() ? fields[i]->name : star.aliases[i].text;
    TRY(add_item({.field = fields[i], .label = label, .position = star.position, .named = !label.empty()}));
  }
  if (!fields.empty()) return {};
  if (rules_ != nullptr && star.star_qualifier)
    return rules_->unresolved_star(source_.scope(), *star.star_qualifier, star.position);
  if (!star.star_qualifier)
    return error_at(star.position, "COLUMN_NOT_FOUND",
                    "SELECT * not allowed from relation that has no columns");
  return error_at(star.position, "TABLE_NOT_FOUND",
                  fmt::format("Unable to resolve reference {}", star.star_qualifier->text));
}

base::Result<void> SelectPlanner::add_part(const Item& item, const Typed& row, OutputColumn column,
                                           std::string_view field) {
  Typed copy = TRY(budget_.copy(row, item.position));
  Typed value{plan::field(std::move(copy.plan), std::string(field)), column.type};
  outputs_.add({.out = std::move(column), .value = std::move(value)});
  if (outputs_.columns().size() <= kMaxColumns) return {};
  return too_large(item.position, fmt::format("its result has more than {} columns", kMaxColumns));
}

// (row).*: a column for each field.
base::Result<void> SelectPlanner::add_fields(const Item& item, const Typed& row) {
  if (row.type == kDeferred) return add_struct_fields(item, row);
  if (row.type.kind != TypeKind::Row)
    return error_at(item.position, "TYPE_MISMATCH",
                    fmt::format("Expression is not of type ROW: {}", to_string(row.type)));
  TRY(check_star_aliases(*item.row, row.type.parts.size()));
  for (std::size_t i = 0; i < row.type.parts.size(); ++i) {
    const bool aliased = !item.row->aliases.empty(), named = aliased || !row.type.names[i].empty();
    const std::string label = aliased ? item.row->aliases[i].text
                              : named ? row.type.names[i]
                                      : fmt::format("_col{}", outputs_.columns().size());
    TRY(add_part(item, row, {label, row.type.parts[i], names_.unique(label), named},
                 field_name(row.type, i)));
  }
  return {};
}

base::Result<void> SelectPlanner::add_struct_fields(const Item& item, const Typed& row) {
  for (const std::string& field : TRY(struct_fields(item)))
    TRY(add_part(item, row, {field, kDeferred, names_.unique(field), true}, field));
  return {};
}

// Those of a struct of Spark's, whose type is known where plans are lowered alone: asked there.
base::Result<std::vector<std::string>> SelectPlanner::struct_fields(const Item& item) {
  if (table_functions_ == nullptr || !select_.from)
    return not_supported_yet(item.position, "the fields of a struct as columns");
  PlanExpression value = TRY(ungrouped("SELECT clause").analyze(*item.expression)).plan;
  plan::Relation relation =
      plan::project(source_.relation(), {plan::alias(std::move(value), names_.unique("struct"))});
  relation = std::as_const(subqueries_).around(std::move(relation));
  const std::vector<plan::Column> columns = TRY(table_functions_->columns(relation));
  const auto type = TRY(plan::parse_type(columns.at(0).type));
  if (!type.has_struct_()) return rules_->no_struct(*item.expression, item.position);
  std::vector<std::string> fields;
  for (const auto& field : type.struct_().fields()) fields.push_back(field.name());
  for (const auto& [name, position] : item.row->except) {
    const auto left_out = [&](const std::string& field) {
      return base::iequals(field, name.parts.back().text);
    };
    if (std::erase_if(fields, left_out) == 0)
      return not_supported_yet(position, "EXCEPT of what is no field of the struct");
  }
  return fields;
}

}  // namespace sql
