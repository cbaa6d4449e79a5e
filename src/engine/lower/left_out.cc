#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/lower/partitioning.h"
#include "plan/walks.h"

// In Spark, Filters, Sorts and Repartitions find columns that the selections right below them have left out:
//   df.select("a").orderBy("b")
// So a selection keeps those columns of its input behind its own whose names are used above, and whatever
// stands between passes them on.
namespace engine {
namespace {

// Whatever names the farther column finds the nearer one first, which is counted already.
bool is_hidden_by(const OutputColumn& nearer, const OutputColumn& column) {
  return nearer.left_out - 1 < column.left_out && std::ranges::all_of(column.plan_ids, [&](std::int64_t id) {
           return std::ranges::find(nearer.plan_ids, id) != nearer.plan_ids.end();
         });
}

}  // namespace

Columns Lowered::reachable() const {
  Columns all = columns;
  all.insert(all.end(), left_out.begin(), left_out.end());
  return all;
}

// A column that was only renamed is there under both names.
void select_reachable(duckdb::SelectNode& node, const Lowered& input) {
  std::set<std::string> selected;
  for (const auto& column : input.reachable())
    if (selected.insert(column.id).second) select_value(node, column_tree(column.id), column);
}

Columns left_out_of(const Lowered& input, const Wanted& wanted) {
  Columns kept;
  if (wanted.empty()) return kept;
  std::map<std::pair<std::string, std::vector<std::string>>, std::size_t> nearest;
  for (OutputColumn& column : input.reachable()) {
    std::string name = base::to_lower(column.name);
    if (!wanted.contains(name)) continue;
    const auto [place, is_new] = nearest.try_emplace({std::move(name), column.qualifiers}, kept.size());
    if (!is_new && is_hidden_by(kept[place->second], column)) continue;
    ++column.left_out;
    kept.push_back(std::move(column));
  }
  return kept;
}

Wanted wanted_by(const google::protobuf::Message& message, Wanted wanted) {
  if (names_partition(message)) wanted.insert(kPartitionNumber);
  for (const auto& name : plan::columns_used(message))
    for (const auto& part : identifier_parts(name).value_or(std::vector<std::string>()))
      wanted.insert(base::to_lower(part));
  return wanted;
}

}  // namespace engine
