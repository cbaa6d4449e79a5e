// What update-from-job.html leaves to the writer of a job: that files which are added to a table can be read
// as the table says. https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
#include "services/glue/visual/table_fit.h"

#include <algorithm>

#include "base/text.h"
#include "services/glue/visual/taken_types.h"

namespace services::glue::visual {
namespace {

struct Fitted {
  Field field;
  plan::Expression value;
};

bool changes_types(const Target& target) {
  return target.catalog && target.catalog->behavior == CatalogUpdate::Behavior::UpdateInDatabase;
}

bool is_string(std::string_view type) {
  return type == "string" || type.starts_with("varchar(") || type.starts_with("char(");
}

// What a reader of the table does to the values itself: texts are cut to their length and, in files that say
// what they hold, the parts of nested values are looked at one by one.
bool is_read_as(const Target& target, std::string_view table, std::string_view frame) {
  return base::iequals(table, frame) || (is_string(table) && is_string(frame)) ||
         (!is_text(target.files) && is_read_alike(std::string(table), std::string(frame)));
}

base::Result<Fitted> fit(const Field& field, const plan::Column& column, const Target& target) {
  plan::Expression value = plan::column(plan::quoted(field.name));
  const std::string type = base::to_lower(column.type);
  if (is_read_as(target, type, field.type)) return Fitted{field, std::move(value)};
  if (takes_in(type, field.type))
    return Fitted{{field.name, type}, plan::alias(plan::cast(std::move(value), type), field.name)};
  if (changes_types(target)) return Fitted{field, std::move(value)};
  return base::refusal("TypeMismatch", 400,
                       fmt::format("the column '{}' is {}, and the table's is {}, which does not take its "
                                   "values: map it to {} before it is written",
                                   field.name, field.type, column.type, column.type));
}

const plan::Column* column_of(const std::vector<plan::Column>& columns, const Field& field) {
  const auto found = std::ranges::find_if(
      columns, [&](const plan::Column& column) { return base::iequals(column.name, field.name); });
  return found == columns.end() ? nullptr : &*found;
}

// By their place in the table; those that it lacks keep their order, behind.
std::vector<Fitted> in_order_of(const std::vector<plan::Column>& columns, std::vector<Fitted> fitted) {
  std::vector<Fitted> ordered;
  for (const plan::Column& column : columns) {
    const auto found = std::ranges::find_if(
        fitted, [&](const Fitted& each) { return base::iequals(each.field.name, column.name); });
    if (found == fitted.end()) {
      ordered.push_back(
          {{column.name, column.type}, plan::alias(plan::null_literal(column.type), column.name)});
      continue;
    }
    ordered.push_back(std::move(*found));
    fitted.erase(found);
  }
  std::ranges::move(fitted, std::back_inserter(ordered));
  return ordered;
}

}  // namespace

base::Result<Frame> fit_to_table(Frame input, const Target& target) {
  if (target.table_columns.empty()) return input;
  std::vector<Fitted> fitted;
  for (const Field& field : input.fields) {
    const plan::Column* column = column_of(target.table_columns, field);
    fitted.push_back(column == nullptr ? Fitted{field, plan::column(plan::quoted(field.name))}
                                       : TRY(fit(field, *column, target)));
  }
  if (target.files == FileKind::Csv) fitted = in_order_of(target.table_columns, std::move(fitted));
  Frame output;
  std::vector<plan::Expression> values;
  for (Fitted& each : fitted) {
    output.fields.push_back(std::move(each.field));
    values.push_back(std::move(each.value));
  }
  if (output.fields == input.fields) return input;
  output.relation = plan::project(std::move(input.relation), std::move(values));
  return output;
}

}  // namespace services::glue::visual
