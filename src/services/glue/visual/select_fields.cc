// SelectFields: only the fields at some paths. A path of which there is no field is passed over. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-SelectFields.html
#include "api/glue/errors.h"
#include "services/glue/visual/field_tree.h"
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace {

using api::glue::SelectFields;

base::Result<void> check_select_fields(const SelectFields& node) {
  if (node.paths.empty()) return api::glue::errors::invalid_input_exception("Paths: no field is selected.");
  return check_paths("Paths", node.paths);
}

base::Result<Frame> select_fields(const SelectFields& node, std::vector<Frame> inputs) {
  Frame& input = inputs.front();
  const FieldTrees kept = TRY(keep_paths(TRY(field_trees(input)), node.paths));
  if (kept.empty())
    return base::refusal("UnknownColumn", 400,
                         "none of the Paths is a field; the input has: " + input.field_names());
  return with_fields(std::move(input), kept);
}

}  // namespace

NodeKind select_fields_kind() {
  return keeping_rows(transform<&Node::select_fields, check_select_fields, select_fields>("SelectFields", 1));
}

}  // namespace services::glue::visual
