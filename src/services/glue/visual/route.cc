// Route ("Conditional Router"): for each group a frame of the rows for which its condition is true, so that a
// row may be in several; and last, unless a group has that name, default_group: the rows that are in none.
// Follows https://docs.aws.amazon.com/glue/latest/dg/transforms-conditional-router.html
#include <set>

#include "api/glue/errors.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/row_condition.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::GroupFilters;
using api::glue::Route;

bool has_default(const Route& node) {
  return std::ranges::any_of(node.group_filters_list,
                             [](const GroupFilters& group) { return group.group_name == "default_group"; });
}

std::size_t count_frames(const Route& node) {
  return node.group_filters_list.size() + (has_default(node) ? 0 : 1);
}

base::Result<void> check_route(const Route& node) {
  std::set<std::string_view> names;
  for (const GroupFilters& group : node.group_filters_list) {
    if (!names.insert(group.group_name).second)
      return errors::invalid_input_exception(
          fmt::format("GroupFiltersList: two groups are named '{}'.", group.group_name));
    const auto checked = check_filters(group.filters);
    if (!checked.ok()) return base::Error(checked.error()).context("the group " + group.group_name);
  }
  if (names.empty())
    return errors::invalid_input_exception("GroupFiltersList: there must be one group at least.");
  return {};
}

base::Result<Frame> route(const Route& node, std::vector<Frame> inputs) {
  const Frame& input = inputs.front();
  const auto those_with = [&](plan::Expression condition) {
    return Frame{.relation = plan::filter(input.relation, std::move(condition)), .fields = input.fields};
  };
  Frame output;
  std::optional<plan::Expression> none;
  for (const GroupFilters& group : node.group_filters_list) {
    plan::Expression condition = TRY(row_condition(input, group.logical_operator, group.filters));
    // Neither false nor NULL.
    plan::Expression others = plan::call("not", {plan::call("<=>", {condition, plan::literal(true)})});
    none = none ? plan::call("and", {*std::move(none), std::move(others)}) : std::move(others);
    output.collection.push_back(those_with(std::move(condition)));
  }
  if (!has_default(node)) output.collection.push_back(those_with(*std::move(none)));
  return output;
}

}  // namespace

NodeKind route_kind() {
  return collection<&Node::route, check_route, route, count_frames>("Route");
}

}  // namespace services::glue::visual
