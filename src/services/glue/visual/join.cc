// Join: rows of two frames whose keys are equal, and for all types but equijoin what has no partner, as the
// type says. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-join.html and, for the
// types other than equijoin, Spark's DataFrame.join(). NULL equals nothing.
#include "api/glue/errors.h"
#include "services/glue/visual/node_kind_of.h"
#include "spark/connect/relations.pb.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::Join;
using api::glue::JoinColumn;
using Type = spark::connect::Join;

plan::JoinType type_of(const Join& node) {
  static const std::map<std::string_view, plan::JoinType> kTypes = {
      {"equijoin", Type::JOIN_TYPE_INNER},     {"left", Type::JOIN_TYPE_LEFT_OUTER},
      {"right", Type::JOIN_TYPE_RIGHT_OUTER},  {"outer", Type::JOIN_TYPE_FULL_OUTER},
      {"leftsemi", Type::JOIN_TYPE_LEFT_SEMI}, {"leftanti", Type::JOIN_TYPE_LEFT_ANTI}};
  const auto found = kTypes.find(node.join_type);
  ASSERT(found != kTypes.end(), "the request's codec knows the types");
  return found->second;
}

// The place in Columns of each input's keys.
base::Result<std::pair<std::size_t, std::size_t>> places_of_keys(const Join& node) {
  const auto are_of = [&](std::size_t first, std::size_t second) {
    return node.columns[first].from == node.inputs[0] && node.columns[second].from == node.inputs[1];
  };
  if (are_of(0, 1)) return std::pair(std::size_t{0}, std::size_t{1});
  if (are_of(1, 0)) return std::pair(std::size_t{1}, std::size_t{0});
  return errors::invalid_input_exception(fmt::format(
      "Columns: From must name each of the inputs, {} and {}, once.", node.inputs[0], node.inputs[1]));
}

base::Result<void> check_join(const Join& node) {
  TRY(places_of_keys(node));
  for (const JoinColumn& column : node.columns) TRY(check_paths("Keys", column.keys));
  const std::size_t first = node.columns[0].keys.size(), second = node.columns[1].keys.size();
  if (first == 0 || first != second)
    return errors::invalid_input_exception(fmt::format(
        "Columns: both sides need the same number of Keys, one at least, not {} and {}.", first, second));
  return {};
}

// Glue Studio has it so, with a node of renamed keys before the join; Spark would fail at the target.
base::Error same_names(const std::vector<std::string>& names) {
  return base::refusal("DuplicateColumn", 400,
                       fmt::format("both inputs have the column{} {}: rename them in one of the inputs, with "
                                   "an ApplyMapping or RenameField node.",
                                   names.size() == 1 ? "" : "s", fmt::join(names, ", ")));
}

base::Result<Frame> join(const Join& node, std::vector<Frame> inputs) {
  Frame left = std::move(inputs[0]);
  const std::vector<Field> as_named = inputs[1].fields;
  Frame right = apart_from(left, std::move(inputs[1]));
  const bool left_only = node.join_type == "leftsemi" || node.join_type == "leftanti";

  std::vector<std::string> clashes;
  for (std::size_t i = 0; i < as_named.size(); ++i)
    if (as_named[i] != right.fields[i]) clashes.push_back(as_named[i].name);
  if (!clashes.empty() && !left_only && node.join_type != "equijoin") return same_names(clashes);

  const auto [left_place, right_place] = TRY(places_of_keys(node));
  std::optional<plan::Expression> condition;
  for (std::size_t key = 0; key < node.columns[0].keys.size(); ++key) {
    const Frame before{.relation = {}, .fields = as_named};
    Path path = node.columns[right_place].keys[key];
    TRY(value_at(before, path));
    path.front() =
        right.fields[static_cast<std::size_t>(before.find(path.front()) - before.fields.data())].name;
    Value a = TRY(value_at(left, node.columns[left_place].keys[key]));
    Value b = TRY(value_at(right, path));
    plan::Expression equal = plan::call("==", {std::move(a.expression), std::move(b.expression)});
    condition = condition ? plan::call("and", {*std::move(condition), std::move(equal)}) : std::move(equal);
  }

  Frame output{.relation = {}, .fields = std::move(left.fields)};
  if (!left_only) output.fields.insert(output.fields.end(), right.fields.begin(), right.fields.end());
  output.relation =
      plan::join(std::move(left.relation), std::move(right.relation), type_of(node), std::move(condition));
  return output;
}

// Rows that find no partner stay, if the type says so; but what has nothing to read has no columns either
// that could be filled with NULL, in Spark too.
base::Result<Frame> join_of_some(const Join& node, std::vector<Frame> inputs) {
  const std::size_t empty = inputs[0].is_empty() ? 0 : 1;
  const std::string_view type = node.join_type;
  if (type == "leftanti" && empty == 1) return all_of(std::move(inputs[0]));
  const bool keeps_other =
      type == "outer" || (type == "left" && empty == 1) || (type == "right" && empty == 0);
  if (!keeps_other) return Frame{};
  return base::refusal(
      "UnknownColumn", 400,
      fmt::format("its input {} has nothing to read, so that the columns which a join of the "
                  "type {} fills with NULL are not known.",
                  node.inputs[empty], type));
}

}  // namespace

NodeKind join_kind() {
  return transform_of_two<&Node::join, check_join, join, join_of_some>("Join");
}

}  // namespace services::glue::visual
