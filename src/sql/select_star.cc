#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
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
  if (!star.expression || name == nullptr) return !star.expression;
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

// The columns but those behind EXCEPT.
base::Result<std::vector<const Field*>> without(std::vector<const Field*> fields, const SelectItem& star) {
  for (const auto& [name, position] : star.except) {
    const std::size_t before = fields.size();
    std::erase_if(fields, [&](const Field* field) { return fits(*field, name); });
    if (fields.size() == before)
      return not_supported_yet(position, "EXCEPT of what is no column of the star, or comes twice");
  }
  return fields;
}

}  // namespace

// Whether a.b.* is all columns of the table b of the database a.
bool SelectPlanner::names_table(const SelectItem& star) const {
  return star.fields_of_row && std::ranges::any_of(source_.scope().fields(), [&](const Field& field) {
           return is_of_star(star, field);
         });
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

// (row).*: a column for each field.
base::Result<void> SelectPlanner::add_fields(const Item& item, const Typed& row) {
  if (row.type == kDeferred) return not_supported_yet(item.position, "the fields of a struct as columns");
  if (row.type.kind != TypeKind::Row)
    return error_at(item.position, "TYPE_MISMATCH",
                    fmt::format("Expression is not of type ROW: {}", to_string(row.type)));
  TRY(check_star_aliases(*item.row, row.type.parts.size()));
  for (std::size_t i = 0; i < row.type.parts.size(); ++i) {
    const bool aliased = !item.row->aliases.empty(), named = aliased || !row.type.names[i].empty();
    const std::string label = aliased ? item.row->aliases[i].text
                              : named ? row.type.names[i]
                                      : fmt::format("_col{}", outputs_.columns().size());
    Typed copy = TRY(budget_.copy(row, item.position));
    Typed value{plan::field(std::move(copy.plan), field_name(row.type, i)), row.type.parts[i]};
    OutputColumn column{label, value.type, names_.unique(label), named};
    outputs_.add({.out = std::move(column), .value = std::move(value)});
  }
  if (outputs_.columns().size() <= kMaxColumns) return {};
  return too_large(item.position, fmt::format("its result has more than {} columns", kMaxColumns));
}

}  // namespace sql
