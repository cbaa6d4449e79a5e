// DropNullFields: all but the fields, of structs too, in which every value is NULL or one of the values that
// the node takes for it. Which these are only the rows can tell, so they are asked while the job is planned.
// Follows https://docs.aws.amazon.com/glue/latest/dg/transforms-configure-drop-null-fields.html
#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/field_tree.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/number_literal.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::DropNullFields;
using api::glue::NullValueField;
using Expressions = std::vector<plan::Expression>;

constexpr const char* kBlanks = " \t\n\r\f\v";  // around a text they do not count

// What is as good as NULL, of texts and of numbers.
struct NullValues {
  Expressions texts;
  Expressions numbers;
};

base::Result<plan::Expression> number(const std::string& text) {
  auto value = number_literal(std::string(base::trim(text)), false);
  if (!value) return errors::invalid_input_exception(fmt::format("NullTextList: '{}' is no number.", text));
  return *std::move(value);
}

base::Result<NullValues> null_values(const DropNullFields& node) {
  NullValues values;
  const auto boxes = node.null_check_box_list.value_or(api::glue::NullCheckBoxList());
  if (boxes.is_empty.value_or(false)) values.texts.push_back(plan::literal(""));
  if (boxes.is_null_string.value_or(false)) values.texts.push_back(plan::literal("null"));
  if (boxes.is_neg_one.value_or(false)) values.numbers.push_back(plan::literal(std::int64_t{-1}));
  for (const NullValueField& field : node.null_text_list.value_or(std::vector<NullValueField>())) {
    const std::string type = base::to_lower(field.datatype.id);
    if (type == "string")
      values.texts.push_back(plan::literal(base::trim(field.value)));
    else if (type == "int" || type == "integer" || type == "long" || type == "bigint" || type == "double")
      values.numbers.push_back(TRY(number(field.value)));
    else
      return errors::invalid_input_exception(
          fmt::format("NullTextList: the Datatype {} is not supported: string, integer, long and double are.",
                      field.datatype.id));
  }
  return values;
}

base::Result<void> check_drop_null_fields(const DropNullFields& node) {
  TRY(null_values(node));
  return {};
}

plan::Expression is_other_than(plan::Expression value, const Expressions& nulls) {
  Expressions arguments = {std::move(value)};
  arguments.insert(arguments.end(), nulls.begin(), nulls.end());
  return plan::call("not", {plan::call("in", std::move(arguments))});
}

// True where the field has a value.
plan::Expression has_value(const FieldTree& field, const NullValues& nulls) {
  const plan::Expression value = plan::column(field.identifier);
  if (field.type == "string" && !nulls.texts.empty())
    return is_other_than(plan::call("btrim", {value, plan::literal(kBlanks)}), nulls.texts);
  const bool is_number = field.type == "int" || field.type == "bigint" || field.type == "double";
  if (is_number && !nulls.numbers.empty()) return is_other_than(value, nulls.numbers);
  return plan::call("isnotnull", {value});
}

// The fields that have no fields of their own.
void list_leaves(const FieldTrees& trees, const Path& parent, std::vector<Path>& paths,
                 std::vector<const FieldTree*>& leaves) {
  for (const FieldTree& tree : trees) {
    Path path = parent;
    path.push_back(tree.name);
    if (!tree.children.empty()) {
      list_leaves(tree.children, path, paths, leaves);
      continue;
    }
    paths.push_back(std::move(path));
    leaves.push_back(&tree);
  }
}

base::Result<Frame> drop_null_fields(const DropNullFields& node, Frame input, const Ask& ask) {
  const NullValues nulls = TRY(null_values(node));
  FieldTrees trees = TRY(field_trees(input));
  std::vector<Path> paths;
  std::vector<const FieldTree*> leaves;
  list_leaves(trees, {}, paths, leaves);
  Expressions conditions;
  for (const FieldTree* leaf : leaves) conditions.push_back(has_value(*leaf, nulls));
  const std::vector<bool> answers = TRY(ask(input, std::move(conditions)));
  std::vector<Path> dropped;
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (!answers[i]) dropped.push_back(std::move(paths[i]));
  trees = TRY(drop_paths(std::move(trees), dropped));
  if (trees.empty()) return Frame{};  // no row, or none with a value in it
  return with_fields(std::move(input), trees);
}

}  // namespace

NodeKind drop_null_fields_kind() {
  return keeping_rows(inspecting_transform<&Node::drop_null_fields, check_drop_null_fields, drop_null_fields>(
      "DropNullFields"));
}

}  // namespace services::glue::visual
