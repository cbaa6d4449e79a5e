// DropDuplicates: whole rows, or one row for each value of the keys (which one is not defined).
#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace {

using api::glue::DropDuplicates;

base::Result<void> check_drop_duplicates(const DropDuplicates& node) {
  for (const auto& path : node.columns.value_or(std::vector<std::vector<std::string>>()))
    if (path.size() != 1)
      return api::glue::errors::invalid_input_exception(
          fmt::format("Columns: '{}' is not a column of its own.", base::join(path, ".")));
  return {};
}

base::Result<Frame> drop_duplicates(const DropDuplicates& node, std::vector<Frame> inputs) {
  Frame frame = std::move(inputs.front());
  if (!node.columns || node.columns->empty()) {
    frame.relation = plan::distinct(std::move(frame.relation));
    return frame;
  }
  std::vector<std::string> keys;
  for (const auto& path : *node.columns) {
    const Field* field = frame.find(path.front());
    if (field == nullptr)
      return base::refusal(
          "UnknownColumn", 400,
          fmt::format("there is no column '{}'; the input has: {}", path.front(), frame.field_names()));
    keys.push_back(field->name);
  }
  frame.relation = plan::deduplicate(std::move(frame.relation), std::move(keys));
  return frame;
}

}  // namespace

NodeKind drop_duplicates_kind() {
  return transform<&Node::drop_duplicates, check_drop_duplicates, drop_duplicates>("DropDuplicates", 1);
}

}  // namespace services::glue::visual
