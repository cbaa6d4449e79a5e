// Merge: rows of the staging input overwrite those of the source with the same primary keys and come in where
// there are none; duplicates stay. Follows mergeDynamicFrame in
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-extensions-dynamic-frame.html.
// Columns are matched by their names; what one input lacks is NULL. A key that is NULL is like no other.
#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/column_types.h"
#include "services/glue/visual/node_kind_of.h"
#include "spark/connect/relations.pb.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::Merge;

base::Result<void> check_merge(const Merge& node) {
  TRY(check_paths("PrimaryKeys", node.primary_keys));
  if (node.primary_keys.empty())
    return errors::invalid_input_exception("PrimaryKeys: there must be one at least.");
  if (node.inputs[0] == node.inputs[1])
    return errors::invalid_input_exception("Inputs: a frame is not merged with itself.");
  if (node.source != node.inputs[0] && node.source != node.inputs[1])
    return errors::invalid_input_exception(fmt::format("Source {} is none of the inputs, {} and {}.",
                                                       node.source, node.inputs[0], node.inputs[1]));
  return {};
}

// The columns of both, those of the first one first.
base::Result<std::vector<Field>> all_fields(const Frame& source, const Frame& stage) {
  std::vector<Field> fields = source.fields;
  for (const Field& field : stage.fields) {
    const Field* same = source.find(field.name);
    if (same == nullptr) {
      fields.push_back(field);
      continue;
    }
    const auto type = common_type(same->type, field.type);
    if (!type)
      return base::refusal("INCOMPATIBLE_COLUMN_TYPE", 400,
                           fmt::format("the column '{}' is {} in the source and {} in the other input",
                                       same->name, same->type, field.type));
    fields[static_cast<std::size_t>(same - source.fields.data())].type = *type;
  }
  return fields;
}

plan::Relation with_all(plan::Relation relation, const Frame& frame, const std::vector<Field>& fields) {
  std::vector<plan::Expression> columns;
  for (const Field& field : fields) {
    const Field* own = frame.find(field.name);
    columns.push_back(plan::alias(
        own ? plan::column(plan::quoted(own->name)) : plan::null_literal(field.type), field.name));
  }
  return plan::project(std::move(relation), std::move(columns));
}

// The rows of the source whose keys the stage does not have.
base::Result<plan::Relation> not_staged(const Merge& node, const Frame& source, const Frame& stage) {
  Frame keys;
  std::vector<plan::Expression> columns;
  for (std::size_t i = 0; i < node.primary_keys.size(); ++i) {
    Value key = TRY(value_at(stage, node.primary_keys[i]));
    keys.fields.push_back({"key" + std::to_string(i), key.type});
    columns.push_back(plan::alias(std::move(key.expression), keys.fields.back().name));
  }
  keys.relation = plan::project(stage.relation, std::move(columns));
  keys = apart_from(source, std::move(keys));
  std::optional<plan::Expression> same;
  for (std::size_t i = 0; i < node.primary_keys.size(); ++i) {
    Value key = TRY(value_at(source, node.primary_keys[i]));
    plan::Expression equal =
        plan::call("==", {std::move(key.expression), plan::column(plan::quoted(keys.fields[i].name))});
    same = same ? plan::call("and", {*std::move(same), std::move(equal)}) : std::move(equal);
  }
  return plan::join(source.relation, std::move(keys.relation), spark::connect::Join::JOIN_TYPE_LEFT_ANTI,
                    std::move(same));
}

base::Result<Frame> merge(const Merge& node, std::vector<Frame> inputs) {
  const bool source_first = node.source == node.inputs[0];
  const Frame &source = inputs[source_first ? 0 : 1], &stage = inputs[source_first ? 1 : 0];
  Frame output;
  output.fields = TRY(all_fields(source, stage));
  output.relation = plan::union_all(with_all(TRY(not_staged(node, source, stage)), source, output.fields),
                                    with_all(stage.relation, stage, output.fields));
  return output;
}

base::Result<Frame> merge_of_some(const Merge&, std::vector<Frame> inputs) {
  return all_of(std::move(inputs[inputs[0].is_empty() ? 1 : 0]));
}

}  // namespace

NodeKind merge_kind() {
  NodeKind kind = transform_of_two<&Node::merge, check_merge, merge, merge_of_some>("Merge");
  kind.reuses_inputs = true;
  return kind;
}

}  // namespace services::glue::visual
