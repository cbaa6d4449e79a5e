#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/items.h"
#include "engine/functions/nested.h"
#include "engine/functions/registry.h"
#include "engine/lower/input_files.h"
#include "engine/lower/lowering.h"
#include "plan/called_names.h"
#include "spark/connect/expressions.pb.h"

namespace engine {
namespace {

CastMode mode_of(connect::Expression_Cast::EvalMode mode, const Session& session) {
  switch (mode) {
    case connect::Expression_Cast::EVAL_MODE_ANSI:
      return CastMode::Ansi;
    case connect::Expression_Cast::EVAL_MODE_TRY:
      return CastMode::Try;
    case connect::Expression_Cast::EVAL_MODE_LEGACY:
      return CastMode::Legacy;
    default:
      return default_mode(session);
  }
}

bool is_list_of_rows(const Type& type) {
  return type.id() == duckdb::LogicalTypeId::LIST &&
         duckdb::ListType::GetChildType(type).id() == duckdb::LogicalTypeId::STRUCT;
}

// The field under the struct's own spelling of its name, whatever the plan's is; of an array of structs, the
// array of their fields.
base::Result<Typed> field_of(Typed value, const std::string& field) {
  const bool of_items = is_list_of_rows(value.type);
  const Type row = of_items ? duckdb::ListType::GetChildType(value.type) : value.type;
  if (row.id() != duckdb::LogicalTypeId::STRUCT) return no_part(value);
  std::string label = fmt::format("{}.{}", value.name, field);
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(row)) {
    if (!base::iequals(name, field)) continue;
    if (!of_items) {
      Typed part{field_tree(std::move(value.tree), name), type, std::move(label)};
      part.field_name = field;
      return part;
    }
    constexpr const char* kItem = "dovetail_item";
    return Typed{transform_tree(std::move(value.tree), kItem, field_tree(column_tree(kItem), name)),
                 Type::LIST(type), std::move(label)};
  }
  std::vector<std::string> names;
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(row))
    names.push_back(fmt::format("`{}`", name));
  return plan::spark_error("FIELD_NOT_FOUND", "No such struct field <fieldName> in <fields>.",
                           {{"fieldName", fmt::format("`{}`", field)}, {"fields", base::join(names, ", ")}});
}

// Of df["name"], where df has no such column, or what is asked does not come of df.
base::Error not_of_frame(const std::string& name) {
  return plan::spark_error(
      "CANNOT_RESOLVE_DATAFRAME_COLUMN",
      "Cannot resolve dataframe column <name>. It's probably because of illegal references "
      "like `df1.select(df2.col(\"a\"))`.",
      {{"name", fmt::format("\"{}\"", name)}});
}

int most_left_out(const Columns& columns) {
  return columns.empty() ? 0 : std::ranges::max(columns, {}, &OutputColumn::left_out).left_out;
}

}  // namespace

base::Result<Typed> Lowering::expression(const connect::Expression& expression, const Columns& columns) {
  // Within a subquery: once the outermost of its expression is made, it is known which columns of the rows
  // around its lambdas name, and these are handed to them (outer_columns.h).
  if (outer_.empty()) return expression_node(expression, columns);
  ++outer_.back().depth;
  auto value = expression_node(expression, columns);
  const OuterRows& outer = outer_.back();
  if (--outer_.back().depth == 0 && value.ok() && !outer.named.empty())
    value->tree = hand_to_lambdas(std::move(value->tree), outer.named, new_column("outer", value->type).id);
  return value;
}

base::Result<Typed> Lowering::expression_node(const connect::Expression& expression, const Columns& columns) {
  TRY(consume_choice(expression, {"common"}));
  TRY(consume_only(expression.common(), {"origin"}));
  using Node = connect::Expression;
  switch (expression.expr_type_case()) {
    case Node::kLiteral:
      return lower_literal(expression.literal());
    case Node::kUnresolvedAttribute:
      return attribute(expression, columns);
    case Node::kUnresolvedRegex:
      return named_by_pattern(expression, columns);
    case Node::kUnresolvedFunction:
      return function(expression, columns);
    case Node::kCallFunction: {
      TRY(consume_only(expression.call_function(), {"function_name", "arguments"}));
      const auto& arguments = expression.call_function().arguments();
      return function(
          plan::call(expression.call_function().function_name(), {arguments.begin(), arguments.end()}),
          columns);
    }
    case Node::kAlias:
      return alias(expression, columns);
    case Node::kCast:
      return explicit_cast(expression, columns);
    case Node::kWindow:
      return window(expression, columns);
    case Node::kSubqueryExpression:
      return subquery(expression, columns);
    case Node::kUnresolvedExtractValue:
      return extract_field(expression, columns);
    case Node::kUpdateFields:
      return update_fields(expression, columns);
    case Node::kCommonInlineUserDefinedFunction:
      return python_udf(expression.common_inline_user_defined_function(), columns);
    case Node::kUnresolvedNamedLambdaVariable:
      return lambda_variable(expression);
    case Node::EXPR_TYPE_NOT_SET:
      return unsupported("an Expression without a node");
    default:
      return unsupported_choice(expression);
  }
}

base::Result<Typed> Lowering::attribute(const connect::Expression& expression, const Columns& columns) {
  const auto& attribute = expression.unresolved_attribute();
  TRY(consume_only(attribute, {"unparsed_identifier", "plan_id", "is_metadata_column"}));
  // df.metadataColumn(name): no column of the data's.
  Columns of_files;
  if (attribute.is_metadata_column()) std::ranges::copy_if(columns, std::back_inserter(of_files), is_of_file);
  const Columns& known = attribute.is_metadata_column() ? of_files : columns;
  const auto plan_id = attribute.has_plan_id() ? std::optional(attribute.plan_id()) : std::nullopt;
  auto resolved = resolve_here_or_outside(known, attribute.unparsed_identifier(), plan_id);
  if (!resolved.ok() && plan_id && resolved.error().code.starts_with("UNRESOLVED_COLUMN"))
    return not_of_frame(attribute.unparsed_identifier());
  const auto function = resolved.ok() || !resolved.error().code.starts_with("UNRESOLVED_COLUMN")
                            ? std::nullopt
                            : plan::called_by_name(base::to_lower(attribute.unparsed_identifier()));
  if (function) return call_function({.name = *function, .arguments = {}, .session = session_});
  const auto found = TRY(std::move(resolved));
  Typed value{column_tree(found.column->id), found.column->type, found.name, true};
  for (const auto& field : found.fields) {
    if (value.type.id() == duckdb::LogicalTypeId::MAP) {
      Typed key{constant_tree(duckdb::Value(field)), Type::VARCHAR, field};
      value = TRY(item_of(std::move(value), std::move(key), session_));
      value.field_name = field;
    } else {
      value = TRY(field_of(std::move(value), field));
    }
    value.column_name = field;
  }
  return value;
}

// What the relation lacks may be a column of the rows around its subquery; the nearest ones come first. Then
// comes what selections have left out, of the relation and around it.
base::Result<Resolved> Lowering::resolve_here_or_outside(const Columns& columns,
                                                         const std::string& identifier,
                                                         std::optional<std::int64_t> plan_id) {
  const auto unresolved = [](const auto& found) {
    return !found.ok() && found.error().code.starts_with("UNRESOLVED_COLUMN");
  };
  int most = most_left_out(columns);
  for (const auto& outer : outer_) most = std::max(most, most_left_out(*outer.columns));
  for (int left_out = 0; left_out <= most; ++left_out) {
    auto here = resolve(columns, identifier, plan_id, left_out);
    if (!unresolved(here)) return here;
    for (auto outer = outer_.rbegin(); outer != outer_.rend(); ++outer) {
      auto outside = resolve(*outer->columns, identifier, plan_id, left_out);
      if (!outside.ok()) continue;
      outer_.back().named.insert(outside->column->id);
      return outside;
    }
  }
  return resolve(columns, identifier, plan_id);  // for its words
}

base::Result<Typed> Lowering::extract_field(const connect::Expression& expression, const Columns& columns) {
  const auto& extract = expression.unresolved_extract_value();
  TRY(consume_only(extract, {"child", "extraction"}));
  auto value = TRY(this->expression(extract.child(), columns));
  const bool is_row = value.type.id() == duckdb::LogicalTypeId::STRUCT;
  const bool is_named = extract.extraction().literal().has_string();
  if (!is_row && !(is_named && is_list_of_rows(value.type)))
    return item_of(std::move(value), TRY(this->expression(extract.extraction(), columns)), session_);
  if (!is_named) return unsupported("the extraction of a field without a constant name");
  auto field = TRY(field_of(std::move(value), extract.extraction().literal().string()));
  // For its audit alone: a field of the literal that nobody reads is refused here as anywhere.
  TRY(lower_literal(extract.extraction().literal()));
  return field;
}

base::Result<Typed> Lowering::alias(const connect::Expression& expression, const Columns& columns) {
  const auto& alias = expression.alias();
  TRY(consume_only(alias, {"expr", "name"}));
  if (alias.name_size() != 1) return unsupported("an alias of several names");
  TRY(check_no_pattern(alias.expr(), "expression `alias`"));
  auto value = TRY(this->expression(alias.expr(), columns));
  value.name = fmt::format("{} AS {}", value.name, alias.name(0));
  value.column_name = value.field_name = alias.name(0);
  value.is_column = false;
  value.is_aliased = true;
  return value;
}

base::Result<Typed> Lowering::explicit_cast(const connect::Expression& expression, const Columns& columns) {
  const auto& node = expression.cast();
  TRY(consume_only(node, {"expr", "type", "type_str", "eval_mode"}));
  auto value = TRY(this->expression(node.expr(), columns));
  const auto type = node.has_type_str() ? TRY(parse_type(node.type_str())) : TRY(type_of(node.type()));
  return cast(std::move(value), type, mode_of(node.eval_mode(), session_), session_);
}

}  // namespace engine
