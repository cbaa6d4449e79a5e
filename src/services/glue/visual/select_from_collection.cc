// SelectFromCollection: one frame of a collection, by its place. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-SelectFromCollection.html
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace {

using api::glue::SelectFromCollection;

base::Result<void> check_select_from_collection(const SelectFromCollection&) {
  return {};
}

base::Result<Frame> select_from_collection(const SelectFromCollection& node, std::vector<Frame> inputs) {
  return std::move(inputs.front().collection.at(static_cast<std::size_t>(node.index)));
}

}  // namespace

NodeKind select_from_collection_kind() {
  NodeKind kind =
      transform<&Node::select_from_collection, check_select_from_collection, select_from_collection>(
          "SelectFromCollection", 1);
  kind.picks = [](const Node& node) { return static_cast<std::size_t>(node.select_from_collection->index); };
  return kind;
}

}  // namespace services::glue::visual
