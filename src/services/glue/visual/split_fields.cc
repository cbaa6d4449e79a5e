// SplitFields: two frames, the first of the fields at some paths, the second of all others. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-SplitFields.html
#include "services/glue/visual/field_tree.h"
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace {

using api::glue::SplitFields;

base::Result<void> check_split_fields(const SplitFields& node) {
  return check_paths("Paths", node.paths);
}

std::size_t count_frames(const SplitFields&) {
  return 2;
}

base::Result<Frame> split_fields(const SplitFields& node, std::vector<Frame> inputs) {
  const Frame& input = inputs.front();
  FieldTrees trees = TRY(field_trees(input));
  const FieldTrees chosen = TRY(keep_paths(trees, node.paths));
  const FieldTrees others = TRY(drop_paths(std::move(trees), node.paths));
  if (chosen.empty() || others.empty())
    return base::refusal("AllColumnsDropped", 400,
                         fmt::format("the Paths are {} of the input's fields, so one of the two frames would "
                                     "have none; there are: {}",
                                     chosen.empty() ? "none" : "all", input.field_names()));
  Frame output;
  output.collection = {with_fields(input, chosen), with_fields(input, others)};
  return output;
}

}  // namespace

NodeKind split_fields_kind() {
  return keeping_rows(
      collection<&Node::split_fields, check_split_fields, split_fields, count_frames>("SplitFields"));
}

}  // namespace services::glue::visual
