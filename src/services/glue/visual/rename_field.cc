// RenameField: one field, of a struct too, gets another name. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-RenameField.html. Not
// supported: a TargetPath in another struct, which would move the field.
#include <algorithm>

#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/field_tree.h"
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace {

using api::glue::RenameField;

base::Result<void> check_rename_field(const RenameField& node) {
  TRY(check_paths("SourcePath", {node.source_path}));
  TRY(check_paths("TargetPath", {node.target_path}));
  const bool stays = node.source_path.size() == node.target_path.size() &&
                     std::equal(node.source_path.begin(), node.source_path.end() - 1,
                                node.target_path.begin(), base::iequals);
  if (stays) return {};
  return api::glue::errors::invalid_input_exception(
      fmt::format("TargetPath '{}': a field is renamed where it stands; to move '{}' is not supported.",
                  base::join(node.target_path, "."), base::join(node.source_path, ".")));
}

base::Result<Frame> rename_field(const RenameField& node, std::vector<Frame> inputs) {
  const FieldTrees renamed =
      TRY(rename_path(TRY(field_trees(inputs.front())), node.source_path, node.target_path.back()));
  return with_fields(std::move(inputs.front()), renamed);
}

}  // namespace

NodeKind rename_field_kind() {
  return keeping_rows(transform<&Node::rename_field, check_rename_field, rename_field>("RenameField", 1));
}

}  // namespace services::glue::visual
