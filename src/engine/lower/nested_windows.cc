#include "engine/lower/lowering.h"
#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// Windows within windows: avg(rank() OVER (...)) OVER (...). DuckDB has none, so the inner ones become
// columns below, as in Spark.
namespace engine {
namespace {

using Message = google::protobuf::Message;
using Found = std::vector<const connect::Expression*>;

// Those inside of another, the innermost first. What stands in a subquery is that one's.
void collect(const Message& message, bool inside, Found& found) {
  plan::for_each_child(message, [&](const Message& child) {
    if (dynamic_cast<const connect::Relation*>(&child) != nullptr) return;
    const auto* expression = dynamic_cast<const connect::Expression*>(&child);
    const bool window = expression != nullptr && expression->has_window();
    collect(child, inside || window, found);
    if (window && inside) found.push_back(expression);
  });
}

}  // namespace

base::Result<Lowered> Lowering::below_outer_windows(Lowered input,
                                                    std::span<const connect::Expression* const> list) {
  Found inner;
  for (const auto* item : list) collect(*item, item->has_window(), inner);
  for (const auto* expression : inner) {
    const std::string key = expression->SerializeAsString();
    if (made_windows_.contains(key)) continue;
    Typed value = TRY(this->expression(*expression, input.columns));
    const OutputColumn column = new_column(value.name, value.type);
    auto node = select_from(std::move(input.table));
    select_reachable(*node, input);
    for (const auto& [text, made] : made_windows_) node->select_list.push_back(made.tree->Copy());
    select_value(*node, std::move(value.tree), column);
    input.table = as_table(std::move(node));
    made_windows_.emplace(key, Typed{column_tree(column.id), column.type, column.name});
  }
  return input;
}

// Null: it was not made below.
const Typed* Lowering::made_window(const connect::Expression& expression) const {
  if (made_windows_.empty()) return nullptr;
  const auto found = made_windows_.find(expression.SerializeAsString());
  return found == made_windows_.end() ? nullptr : &found->second;
}

}  // namespace engine
