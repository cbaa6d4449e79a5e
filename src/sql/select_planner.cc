#include "sql/select_planner.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "sql/generated_columns.h"
#include "sql/query_planner.h"
#include "sql/rules.h"
#include "sql/sortable.h"
#include "sql/spark_functions.h"

namespace sql {
namespace {

using plan::Relation;

// The one row of a SELECT without FROM.
Relation one_row(Names& names) {
  return plan::project(std::nullopt, {plan::alias(plan::literal(1), names.unique("one_row"))});
}

std::vector<PlanExpression> references(const OutputScope& outputs) {
  std::vector<PlanExpression> result;
  for (const auto& column : outputs.columns()) result.push_back(plan::column(column.out.plan_name));
  return result;
}

// What the result calls a column; nothing: it has no name.
std::optional<std::string> label_of(const SelectItem& item, const Rules* rules, const Scope& scope,
                                    const std::vector<NamedWindow>& windows) {
  if (item.alias) return item.alias->text;
  const auto* column = std::get_if<ColumnName>(&item.expression->node);
  // In Spark some names that no column has are calls.
  const bool is_call =
      rules != nullptr && column != nullptr && called_by_name(*column) && !scope.resolve(*column, {}).ok();
  if (column != nullptr && !is_call) return column->parts.back().text;
  return rules != nullptr ? std::optional(rules->label(*item.expression, scope, windows)) : std::nullopt;
}

// The sets without those that hold the same keys as one before.
std::vector<KeySet> different(const std::vector<KeySet>& sets) {
  std::vector<KeySet> kept;
  std::set<std::set<std::size_t>> known;
  for (const KeySet& set : sets) {
    if (known.emplace(set.begin(), set.end()).second) kept.push_back(set);
  }
  return kept;
}

}  // namespace

base::Result<Planned> SelectPlanner::plan() {
  TRY(from());
  TRY(where());
  TRY(expand_items());
  TRY(group_by());
  // These three stand behind the Aggregate relation: the calls they ask for become its columns, so it is
  // built after them.
  TRY(select_list());
  TRY(having());
  TRY(order_by());

  if (select_.distinct) {
    for (const auto& column : outputs_.columns())
      TRY(check_distinct(column.out.type, column.out.label, select_.position));
  }
  Planned planned{.relation = TRY(assemble())};
  for (auto& column : outputs_.columns()) {
    planned.columns.push_back(std::move(column.out));
    planned.tables.push_back(column.star != nullptr ? column.star->table : "");
  }
  return planned;
}

base::Result<Relation> SelectPlanner::assemble() {
  Relation relation = select_.from ? std::move(source_.relation()) : one_row(names_);
  if (where_) relation = plan::filter(std::move(relation), *std::move(where_));
  if (aggregated_) relation = std::move(aggregation_).relation(std::move(relation));
  if (having_) relation = plan::filter(std::move(relation), *std::move(having_));
  if (generator_) relation = std::move(*generator_).around(std::move(relation), generated_);

  std::vector<PlanExpression> projection;
  std::vector<std::string> columns;
  for (auto& column : outputs_.columns()) {
    projection.push_back(plan::alias(std::move(column.value.plan), column.out.plan_name));
    columns.push_back(column.out.plan_name);
  }
  for (const PlanExpression& column : sort_only_) {
    projection.push_back(column);
    columns.push_back(column.alias().name(0));
  }
  relation = plan::project(std::move(relation), std::move(projection));

  if (select_.distinct) relation = plan::distinct(std::move(relation));
  if (!order_.empty()) relation = plan::sort(std::move(relation), order_);
  relation = TRY(limited(std::move(relation), tree_, columns, order_, names_));
  if (!sort_only_.empty()) relation = plan::project(std::move(relation), references(outputs_));
  return std::move(subqueries_).around(std::move(relation));
}

base::Result<void> SelectPlanner::from() {
  if (select_.from) TRY(source_.read(*select_.from));
  TRY(lateral_views());
  if (select_.pivot) TRY(source_.turn(*select_.pivot));
  return select_.unpivot ? source_.turn(*select_.unpivot) : base::Result<void>();
}

base::Result<void> SelectPlanner::lateral_views() {
  for (const LateralView& view : select_.lateral_views) {
    const auto* call = std::get_if<Call>(&view.generator->node);
    if (call == nullptr || !rules_->is_generator(call->function.text))
      return not_supported_yet(view.position, "LATERAL VIEW of other than a generator");
    TRY(source_.generate(view, TRY(generator(*call, view.outer, view.columns, ungrouped("LATERAL VIEW")))));
  }
  return {};
}

base::Result<Generator> SelectPlanner::generator(const Call& call, bool outer, const std::vector<Name>& names,
                                                 const ExpressionAnalyzer& analyzer) {
  std::vector<PlanExpression> arguments;
  for (const ExpressionPtr& argument : call.arguments)
    arguments.push_back(TRY(analyzer.analyze(*argument)).plan);
  return Generator::make(call, std::move(arguments), outer, names, generated_columns(call, source_.scope()));
}

// A generator in the select list: its columns are made below the projection.
base::Result<void> SelectPlanner::generate(const Item& item, const Call& call,
                                           const ExpressionAnalyzer& analyzer) {
  if (generator_)
    return error_at(item.position, "UNSUPPORTED_GENERATOR.MULTI_GENERATOR",
                    "Only one generator is allowed per select clause.");
  std::vector<Name> names = *item.aliases;
  if (names.empty() && item.aliased) names.push_back({item.label, item.position});
  generator_ = TRY(generator(call, false, names, analyzer));
  for (const std::string& name : generator_->names()) {
    generated_.push_back(names_.unique(name));
    Typed value{plan::column(generated_.back()), kDeferred};
    OutputColumn column{name, value.type, names_.unique(name), true};
    outputs_.add({.out = std::move(column), .value = std::move(value)});
  }
  return {};
}

base::Result<void> SelectPlanner::where() {
  if (!select_.where) return {};
  if (rules_ != nullptr)
    TRY(rules_->check_calls(Clause::Where, *select_.where, source_.scope(), select_.where->position));
  where_ = TRY(ungrouped("WHERE clause").analyze_boolean(*select_.where)).plan;
  return {};
}

base::Result<void> SelectPlanner::expand_items() {
  for (const SelectItem& item : select_.items) {
    if (is_star(item)) {
      TRY(item.replaced ? replace_column(item) : expand_star(item));
      continue;
    }
    if (item.fields_of_row || item.star_qualifier) {
      TRY(add_item(
          {.expression = item.expression.get(), .position = item.position, .named = true, .row = &item}));
      continue;
    }
    const std::optional<std::string> label = label_of(item, rules_, source_.scope(), select_.windows);
    TRY(add_item({.expression = item.expression.get(),
                  .label = label.value_or(""),
                  .position = item.position,
                  .named = label.has_value(),
                  .aliased = item.alias.has_value(),
                  .aliases = &item.aliases}));
  }
  return {};
}

base::Result<void> SelectPlanner::add_item(Item item) {
  if (items_.size() >= kMaxColumns)
    return too_large(item.position, fmt::format("its result has more than {} columns", kMaxColumns));
  if (!item.named) item.label = fmt::format("_col{}", items_.size());
  items_.push_back(std::move(item));
  return {};
}

bool SelectPlanner::is_aggregated() const {
  if (select_.grouped || select_.having) return true;
  for (const Item& item : items_) {
    if (item.expression != nullptr && contains_aggregate(*item.expression, rules_)) return true;
  }
  for (const SortItem& item : tree_.order_by) {
    if (contains_aggregate(*item.expression, rules_)) return true;
  }
  return false;
}

ExpressionAnalyzer SelectPlanner::analyzer(std::string clause, bool windows, const OutputScope* outputs) {
  return ExpressionAnalyzer({.scope = source_.scope(),
                             .clause = std::move(clause),
                             .budget = budget_,
                             .aggregation = aggregated_ ? &aggregation_ : nullptr,
                             .outputs = outputs,
                             .subqueries = &subqueries_,
                             .outer = outer_,
                             .windows = windows ? &select_.windows : nullptr,
                             .rules = rules_});
}

ExpressionAnalyzer SelectPlanner::ungrouped(std::string clause) {
  return ExpressionAnalyzer({.scope = source_.scope(),
                             .clause = std::move(clause),
                             .budget = budget_,
                             .subqueries = &subqueries_,
                             .outer = outer_,
                             .rules = rules_});
}

base::Result<void> SelectPlanner::group_by() {
  aggregated_ = is_aggregated();
  bool simple = true;
  std::vector<KeySet> sets = {{}};
  for (std::size_t i = 0; select_.grouped_by_all && i < items_.size(); ++i) {
    const Item& item = items_[i];
    if (item.expression == nullptr || !contains_aggregate(*item.expression, rules_)) TRY(add_item_key(item));
  }
  for (const GroupingElement& element : select_.group_by) {
    sets = TRY(cross(sets, TRY(add_sets(element)), element.position));
    simple = simple && element.kind == GroupingElement::Kind::Simple;
  }
  if (select_.different_sets) sets = different(sets);
  if (!simple) aggregation_.set_grouping_sets(std::move(sets));
  return {};
}

base::Result<std::vector<KeySet>> SelectPlanner::add_sets(const GroupingElement& element) {
  std::vector<KeySet> members;
  for (const Expressions& keys : element.sets) {
    KeySet& member = members.emplace_back();
    for (const ExpressionPtr& key : keys) {
      const bool column = std::holds_alternative<ColumnName>(key->node);
      if (element.kind != GroupingElement::Kind::Simple && !column && rules_ == nullptr)
        return error_at(key->position, "INVALID_COLUMN_REFERENCE",
                        "GROUP BY expression must be a column reference");
      member.push_back(TRY(add_key(*key)));
    }
  }
  return grouping_sets(element, members);
}

base::Result<std::size_t> SelectPlanner::add_key(const Expression& key) {
  const Expression* expression = &key;
  const ExpressionAnalyzer plain = ungrouped("GROUP BY clause");
  if (const auto number = place_number(key, rules_)) {
    if (std::ranges::any_of(items_, [](const Item& item) { return item.row != nullptr; }))
      return not_supported_yet(key.position, "GROUP BY a position beside the fields of a row");
    const Item& item = items_[TRY(ordinal(*number, items_.size(), "GROUP BY", key.position, rules_))];
    if (item.field != nullptr) return add_item_key(item);
    expression = item.expression;
    if (rules_ != nullptr && contains_aggregate(*expression, rules_))
      return rules_->aggregate_at_place(*number, *expression, item.label, source_.scope(), key.position);
  }
  if (const Expression* aliased = named_item(*expression)) expression = aliased;
  if (rules_ != nullptr)
    TRY(rules_->check_calls(Clause::GroupBy, *expression, source_.scope(), key.position));
  Typed value = TRY(plain.analyze(*expression));
  TRY(check_key(value.type, "GROUP BY", select_.position));
  return aggregation_.add_key(std::move(value), expression->node.index(), "key");
}

// What an item of the select list gives, as a key.
base::Result<std::size_t> SelectPlanner::add_item_key(const Item& item) {
  const ExpressionAnalyzer plain = ungrouped("GROUP BY clause");
  if (item.field != nullptr)
    return aggregation_.add_key(TRY(plain.column(*item.field, item.position)),
                                Expression::Node(ColumnName{}).index(), item.label);
  return aggregation_.add_key(TRY(plain.analyze(*item.expression)), item.expression->node.index(), "key");
}

// Where names of the select list may stand in GROUP BY: what such a name means, unless a column of FROM has
// it.
const Expression* SelectPlanner::named_item(const Expression& key) const {
  const auto* name = std::get_if<ColumnName>(&key.node);
  if (rules_ == nullptr || name == nullptr || name->parts.size() != 1) return nullptr;
  if (source_.scope().resolve(*name, key.position).ok()) return nullptr;
  for (const Item& item : items_) {
    if (item.expression != nullptr && base::iequals(item.label, name->parts[0].text)) return item.expression;
  }
  return nullptr;
}

base::Result<void> SelectPlanner::check_windows() const {
  for (std::size_t i = 0; i < select_.windows.size(); ++i) {
    for (std::size_t other = 0; other < i; ++other) {
      const Name& name = select_.windows[i].name;
      if (base::iequals(select_.windows[other].name.text, name.text))
        return error_at(name.position, "DUPLICATE_WINDOW_NAME",
                        fmt::format("WINDOW name '{}' specified more than once", name.text));
    }
  }
  return {};
}

base::Result<void> SelectPlanner::select_list() {
  TRY(check_windows());
  ExpressionAnalyzer analyzer = this->analyzer("SELECT clause", true);
  if (rules_ != nullptr) analyzer.allow_aliases(aliases_);
  for (const Item& item : items_) {
    const auto* call = item.expression != nullptr ? std::get_if<Call>(&item.expression->node) : nullptr;
    if (rules_ != nullptr && call != nullptr && rules_->is_generator(call->function.text)) {
      TRY(generate(item, *call, analyzer));
      continue;
    }
    Typed value = TRY(item.field != nullptr ? analyzer.column(*item.field, item.position)
                                            : analyzer.analyze(*item.expression));
    if (item.row != nullptr) {
      TRY(add_fields(item, value));
      continue;
    }
    const std::string label = item.named ? item.label : fmt::format("_col{}", outputs_.columns().size());
    OutputColumn column{label, value.type, names_.unique(label), item.named};
    if (rules_ != nullptr && item.aliased) aliases_.add({.out = column, .value = value});
    outputs_.add({.out = std::move(column), .value = std::move(value), .star = item.field});
  }
  return {};
}

base::Result<void> SelectPlanner::having() {
  const OutputScope* outputs = rules_ != nullptr ? &outputs_ : nullptr;
  if (select_.having && rules_ != nullptr)
    TRY(rules_->check_calls(Clause::Having, *select_.having, source_.scope(), select_.having->position));
  if (select_.having)
    having_ = TRY(analyzer("HAVING clause", false, outputs).analyze_boolean(*select_.having)).plan;
  return {};
}

base::Result<void> SelectPlanner::order_by() {
  for (const SortItem& item : tree_.order_by) {
    order_.push_back(sort_order(TRY(sort_key(*item.expression)), item));
  }
  for (const auto& column : outputs_.columns()) {
    if (tree_.order_by_all)
      order_.push_back(
          sort_order({plan::column(column.out.plan_name), column.out.type}, *tree_.order_by_all));
  }
  return {};
}

// A column of the projection: one of the select list where the key is in it, else one of its own.
base::Result<Typed> SelectPlanner::sort_key(const Expression& expression) {
  if (const auto number = place_number(expression, rules_)) {
    const std::size_t columns = outputs_.columns().size();
    const std::size_t index = TRY(ordinal(*number, columns, "ORDER BY", expression.position, rules_));
    const OutputColumn& out = outputs_.columns()[index].out;
    TRY(check_sortable(out.type, expression.position));
    return Typed{plan::column(out.plan_name), out.type};
  }
  if (const auto* name = std::get_if<ColumnName>(&expression.node)) {
    const OutputScope::Column* named = TRY(outputs_.resolve(*name, expression.position));
    if (named != nullptr) {
      TRY(check_sortable(named->out.type, expression.position));
      return Typed{plan::column(named->out.plan_name), named->out.type};
    }
  }
  Typed key = TRY(analyzer("ORDER BY clause", true, &outputs_).analyze(expression));
  TRY(check_sortable(key.type, expression.position));
  if (const OutputScope::Column* same = outputs_.find_value(key.plan))
    return Typed{plan::column(same->out.plan_name), same->out.type};
  if (select_.distinct) {
    return error_at(expression.position, "EXPRESSION_NOT_IN_DISTINCT",
                    "For SELECT DISTINCT, ORDER BY expressions must appear in select list");
  }
  const std::string name = names_.unique("sort_key");
  sort_only_.push_back(plan::alias(std::move(key.plan), name));
  return Typed{plan::column(name), key.type};
}

}  // namespace sql
