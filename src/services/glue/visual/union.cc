// Union: the rows of two frames of one schema, by the places of the columns, which have the first one's
// names. Follows https://docs.aws.amazon.com/glue/latest/dg/transforms-configure-union.html and Spark's
// UNION.
#include "services/glue/visual/column_types.h"
#include "services/glue/visual/node_kind_of.h"
#include "spark/connect/relations.pb.h"

namespace services::glue::visual {
namespace {

using api::glue::Union;

base::Result<void> check_union(const Union&) {
  return {};
}

base::Result<Frame> make_union(const Union& node, std::vector<Frame> inputs) {
  Frame first = std::move(inputs[0]), second = std::move(inputs[1]);
  if (first.fields.size() != second.fields.size())
    return base::refusal(
        "NUM_COLUMNS_MISMATCH", 400,
        fmt::format("the inputs have {} and {} columns ({}; {}), and must have the same", first.fields.size(),
                    second.fields.size(), first.field_names(), second.field_names()));
  for (std::size_t i = 0; i < first.fields.size(); ++i) {
    const Field &a = first.fields[i], &b = second.fields[i];
    const auto type = common_type(a.type, b.type);
    if (!type)
      return base::refusal("INCOMPATIBLE_COLUMN_TYPE", 400,
                           fmt::format("column {} is {} ({}) in one input and {} ({}) in the other", i + 1,
                                       a.name, a.type, b.name, b.type));
    first.fields[i].type = *type;
  }
  first.relation =
      plan::set_operation(std::move(first.relation), std::move(second.relation),
                          spark::connect::SetOperation::SET_OP_TYPE_UNION, node.union_type == "ALL");
  return first;
}

base::Result<Frame> union_of_some(const Union& node, std::vector<Frame> inputs) {
  Frame rows = std::move(inputs[inputs[0].is_empty() ? 1 : 0]);
  if (node.union_type == "ALL") return all_of(std::move(rows));
  rows.relation = plan::distinct(std::move(rows.relation));
  return rows;
}

}  // namespace

NodeKind union_kind() {
  return transform_of_two<&Node::union_, check_union, make_union, union_of_some>("Union");
}

}  // namespace services::glue::visual
