#include "sql/recursion_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/ast_walks.h"

namespace sql {
namespace {

base::Error invalid(Position position, std::string_view message) {
  return error_at(position, "INVALID_RECURSIVE_REFERENCE", std::string(message));
}

bool names(const TableName& table, std::string_view name) {
  return table.parts.size() == 1 && base::iequals(table.parts[0].text, name);
}

// To Trino also from the tables that stand before the one of that name.
bool hides(const QueryTree& query, std::string_view name) {
  return std::ranges::any_of(query.with,
                             [&](const CommonTable& table) { return base::iequals(table.name.text, name); });
}

// Where a query names a table of WITH, in the order of the text; not where a WITH inside hides it.
class References {
 public:
  explicit References(std::string_view name) : name_(name) {}

  std::vector<Position> in(const QueryTree& query) {
    walk(query);
    return std::move(found_);
  }

 private:
  void walk(const QueryTree& query) {
    if (hides(query, name_)) return;
    for (const CommonTable& table : query.with) walk(*table.query);
    std::visit([this](const auto& body) { walk_body(body); }, query.body);
    for (const SortItem& item : query.order_by) walk(item.expression);
  }

  void walk_body(const Select& select) {
    for (const SelectItem& item : select.items) walk(item.expression);
    if (select.from) walk(*select.from);
    walk(select.where);
    for (const GroupingElement& element : select.group_by)
      for (const Expressions& set : element.sets) walk(set);
    walk(select.having);
    for (const NamedWindow& window : select.windows) walk(window.window);
  }
  void walk_body(const Values& values) { walk(values.rows); }
  void walk_body(const SetOperation& operation) {
    walk(*operation.left);
    walk(*operation.right);
  }
  void walk_body(const QueryPtr& query) { walk(*query); }

  void walk(const JoinTree& tree) {
    walk(tree.first);
    for (const Join& join : tree.joins) {
      walk(join.item);
      walk(join.on);
    }
  }
  void walk(const FromItem& item) {
    std::visit([&](const auto& source) { walk_source(source, item.position); }, item.source);
    if (item.sample) walk(item.sample->percentage);
  }
  void walk_source(const TableName& table, Position position) {
    if (names(table, name_)) found_.push_back(position);
  }
  void walk_source(const QueryPtr& query, Position) { walk(*query); }
  void walk_source(const std::unique_ptr<JoinTree>& tree, Position) { walk(*tree); }
  void walk_source(const Unnest& unnest, Position) { walk(unnest.values); }
  void walk_source(const Lateral& lateral, Position) { walk(*lateral.query); }
  void walk_source(const Range&, Position) {}
  void walk_source(const TableFunction& function, Position) {
    for (const TableFunction::Argument& argument : function.arguments) {
      if (argument.table) walk(*argument.table);
      walk(argument.value);
    }
  }

  void walk(const Window& window) {
    walk(window.partition_by);
    for (const SortItem& item : window.order_by) walk(item.expression);
    if (!window.frame) return;
    walk(window.frame->start.distance);
    walk(window.frame->end.distance);
  }
  void walk(const Expressions& expressions) {
    for (const ExpressionPtr& expression : expressions) walk(expression);
  }
  void walk(const ExpressionPtr& expression) {
    if (expression) walk(*expression);
  }
  void walk(const Expression& expression) {
    if (const QueryTree* query = query_in(expression)) walk(*query);
    for_each_child(expression, [this](const Expression& child) { walk(child); });
  }

  const std::string name_;
  std::vector<Position> found_;
};

// The step's only reference stands in its FROM, on a side of a join from which rows come as they are.
class StepCheck {
 public:
  explicit StepCheck(std::string_view name) : name_(name) {}

  base::Result<bool> holds(const QueryTree& query) const {
    if (hides(query, name_)) return false;
    if (const auto* select = std::get_if<Select>(&query.body))
      return select->from ? holds(*select->from) : base::Result<bool>(false);
    if (const auto* inner = std::get_if<QueryPtr>(&query.body)) return holds(**inner);
    const auto* operation = std::get_if<SetOperation>(&query.body);
    if (operation == nullptr) return false;
    for (const QueryTree* side : {operation->left.get(), operation->right.get()}) {
      if (!TRY(holds(*side))) continue;
      if (operation->kind == SetOperation::Kind::Union) return true;
      return invalid(References(name_).in(*side).front(),
                     fmt::format("recursive reference in {} source of {}",
                                 side == operation->left.get() ? "left" : "right",
                                 operation->kind == SetOperation::Kind::Except ? "EXCEPT" : "INTERSECT"));
    }
    return false;
  }

 private:
  base::Result<bool> holds(const JoinTree& tree) const {
    bool found = TRY(holds(tree.first));
    for (const Join& join : tree.joins) {
      const bool right = TRY(holds(join.item));
      const bool lost_left = join.kind == Join::Kind::Right || join.kind == Join::Kind::Full;
      const bool lost_right = join.kind == Join::Kind::Left || join.kind == Join::Kind::Full;
      if ((found && lost_left) || (right && lost_right)) return lost(tree, join, found && lost_left);
      found = found || right;
    }
    return found;
  }

  base::Error lost(const JoinTree& tree, const Join& join, bool left) const {
    return invalid(left ? tree.first.position : join.item.position,
                   fmt::format("recursive reference in {} source of {} join", left ? "left" : "right",
                               join.kind == Join::Kind::Left    ? "LEFT"
                               : join.kind == Join::Kind::Right ? "RIGHT"
                                                                : "FULL"));
  }

  base::Result<bool> holds(const FromItem& item) const {
    if (const auto* table = std::get_if<TableName>(&item.source)) return names(*table, name_);
    if (const auto* query = std::get_if<QueryPtr>(&item.source)) return holds(**query);
    if (const auto* tree = std::get_if<std::unique_ptr<JoinTree>>(&item.source)) return holds(**tree);
    return false;
  }

  const std::string name_;
};

base::Result<void> check_clauses(const QueryTree& query) {
  const auto immediate = [](Position position, std::string_view clause) {
    return error_at(position, "NOT_SUPPORTED", fmt::format("immediate {} clause in recursive query", clause));
  };
  if (!query.with.empty()) return immediate(query.position, "WITH");
  if (!query.order_by.empty()) return immediate(query.order_position, "ORDER BY");
  if (query.offset) return immediate(query.offset_position, "OFFSET");
  if (query.limit) return immediate(query.limit_position, query.fetches ? "FETCH FIRST" : "LIMIT");
  return {};
}

}  // namespace

base::Result<Recursion> recursion_of(const CommonTable& table) {
  if (table.columns.empty())
    return error_at(table.name.position, "MISSING_COLUMN_ALIASES",
                    "missing column aliases in recursive WITH query");
  const std::string& name = table.name.text;
  const std::vector<Position> references = References(name).in(*table.query);
  if (references.empty()) return Recursion{};
  TRY(check_clauses(*table.query));
  const auto* operation = std::get_if<SetOperation>(&table.query->body);
  if (operation == nullptr || operation->kind != SetOperation::Kind::Union)
    return invalid(references.front(), "recursive reference not allowed in this context");
  const std::vector<Position> in_anchor = References(name).in(*operation->left);
  if (!in_anchor.empty())
    return invalid(in_anchor.front(), "WITH table name is referenced in the base relation of recursion");
  if (references.size() > 1)
    return invalid(references[1], "multiple recursive references in the step relation of recursion");
  if (!TRY(StepCheck(name).holds(*operation->right)))
    return invalid(references.front(),
                   "recursive reference outside of FROM clause of the step relation of recursion");
  return Recursion{operation->left.get(), operation->right.get(), !operation->all};
}

}  // namespace sql
