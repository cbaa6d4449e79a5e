// Filter: the rows for which a condition is true. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-filter.html
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/row_condition.h"

namespace services::glue::visual {
namespace {

using api::glue::Filter;

base::Result<void> check_filter(const Filter& node) {
  return check_filters(node.filters);
}

base::Result<Frame> filter(const Filter& node, std::vector<Frame> inputs) {
  Frame frame = std::move(inputs.front());
  plan::Expression condition = TRY(row_condition(frame, node.logical_operator, node.filters));
  frame.relation = plan::filter(std::move(frame.relation), std::move(condition));
  return frame;
}

}  // namespace

NodeKind filter_kind() {
  return transform<&Node::filter, check_filter, filter>("Filter", 1);
}

}  // namespace services::glue::visual
