// DropFields: all but the fields at some paths. A path of which there is no field is passed over. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-DropFields.html
#include "services/glue/visual/field_tree.h"
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace {

using api::glue::DropFields;

base::Result<void> check_drop_fields(const DropFields& node) {
  return check_paths("Paths", node.paths);
}

base::Result<Frame> drop_fields(const DropFields& node, std::vector<Frame> inputs) {
  const FieldTrees left = TRY(drop_paths(TRY(field_trees(inputs.front())), node.paths));
  if (left.empty())
    return base::refusal("AllColumnsDropped", 400, "Paths: every field is dropped, so no row is left.");
  return with_fields(std::move(inputs.front()), left);
}

}  // namespace

NodeKind drop_fields_kind() {
  return keeping_rows(transform<&Node::drop_fields, check_drop_fields, drop_fields>("DropFields", 1));
}

}  // namespace services::glue::visual
