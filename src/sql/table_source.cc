#include "sql/table_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/query_relations.h"
#include "sql/expression_analyzer.h"
#include "sql/pivot.h"
#include "sql/query_planner.h"
#include "sql/rules.h"
#include "sql/sampling.h"
#include "sql/table_read.h"
#include "sql/unnest.h"
#include "sql/unpivot.h"
#include "sql/using_join.h"
#include "sql/view.h"

namespace sql {
namespace {

using plan::Relation;

plan::JoinType type_of(Join::Kind kind) {
  switch (kind) {
    case Join::Kind::Inner:
      return spark::connect::Join::JOIN_TYPE_INNER;
    case Join::Kind::Left:
      return spark::connect::Join::JOIN_TYPE_LEFT_OUTER;
    case Join::Kind::Right:
      return spark::connect::Join::JOIN_TYPE_RIGHT_OUTER;
    case Join::Kind::Full:
      return spark::connect::Join::JOIN_TYPE_FULL_OUTER;
    case Join::Kind::Semi:
      return spark::connect::Join::JOIN_TYPE_LEFT_SEMI;
    case Join::Kind::Anti:
      return spark::connect::Join::JOIN_TYPE_LEFT_ANTI;
  }
  return spark::connect::Join::JOIN_TYPE_UNSPECIFIED;
}

// The columns of a query as FROM has them; those without a name can be had by a star only.
Scope scope_of(const std::vector<OutputColumn>& columns, const std::string& table) {
  Scope scope;
  for (const OutputColumn& column : columns) {
    scope.add({.table = table,
               .name = column.named ? column.label : "",
               .plan_name = column.plan_name,
               .type = column.type});
  }
  return scope;
}

// The same columns under the names that an alias gives them: t(a, b).
Scope renamed(const Scope& scope, const Name& table, const std::vector<Name>& columns) {
  Scope result;
  auto name = columns.begin();
  for (Field field : scope.fields()) {
    if ((field.hidden && !columns.empty()) || field.behind_table) continue;
    field.catalog.clear();
    field.database.clear();
    field.table = table.text;
    if (!columns.empty()) field.name = (name++)->text;
    result.add(std::move(field));
  }
  return result;
}

Relation one_row() {
  return plan::project(std::nullopt, {plan::alias(plan::literal(1), "dovetail_row")});
}

bool keeps_left(Join::Kind kind) {
  return kind == Join::Kind::Inner || kind == Join::Kind::Left;
}

bool is_lateral(const FromItem& item) {
  const auto* function = std::get_if<TableFunction>(&item.source);
  return std::holds_alternative<Lateral>(item.source) || (function != nullptr && function->lateral);
}

// The right side has rows of its own for each row of the left one.
bool sees_left(const Join& join) {
  return is_lateral(join.item) && keeps_left(join.kind);
}

// Of a LATERAL, what joins is a condition on the rows that it makes for one row.
Relation combined(const Join& join, Relation left, Relation right, std::optional<PlanExpression> condition) {
  if (sees_left(join)) {
    const bool of_function = std::holds_alternative<TableFunction>(join.item.source);
    if (condition && !of_function) right = plan::filter(std::move(right), *std::move(condition));
    Relation made = plan::lateral_join(std::move(left), std::move(right), type_of(join.kind));
    if (condition && of_function)
      *made.mutable_lateral_join()->mutable_join_condition() = *std::move(condition);
    return made;
  }
  if (!condition) return plan::cross_join(std::move(left), std::move(right));
  return plan::join(std::move(left), std::move(right), type_of(join.kind), std::move(condition));
}

// What a NATURAL join joins by.
std::vector<Name> shared_columns(const Scope& left, const Scope& right, Position position) {
  std::vector<Name> names;
  for (const Field& field : left.fields()) {
    if (field.hidden || field.behind_table) continue;
    const ColumnName name{{{field.name, position}}};
    const base::Result<const Field*> other = right.resolve(name, position);
    if (other.ok() || other.error().code != "COLUMN_NOT_FOUND") names.push_back(name.parts[0]);
  }
  return names;
}

base::Result<void> check_unnest(const Join& join) {
  const auto* always = join.on ? std::get_if<BooleanLiteral>(&join.on->node) : nullptr;
  const bool plain = join.kind == Join::Kind::Inner || join.kind == Join::Kind::Left;
  if (plain && join.using_columns.empty() && (!join.on || (always != nullptr && always->value))) return {};
  return error_at(join.position, "NOT_SUPPORTED",
                  fmt::format("{} JOIN involving UNNEST is only supported with condition ON TRUE",
                              join.kind == Join::Kind::Inner   ? "INNER"
                              : join.kind == Join::Kind::Left  ? "LEFT"
                              : join.kind == Join::Kind::Right ? "RIGHT"
                                                               : "FULL"));
}

}  // namespace

// In lower case.
base::Result<std::string> TableSource::catalog_of(const TableName& name, Position position) const {
  if (name.parts.size() < 3) return planning_.session.catalog;
  const std::string& catalog = name.parts[0].text;
  if (TRY(planning_.session.has_catalog(catalog))) return base::to_lower(catalog);
  return error_at(position, "CATALOG_NOT_FOUND", fmt::format("Catalog '{}' does not exist", catalog));
}

base::Result<plan::Table> TableSource::find(const TableName& name, const std::string& catalog,
                                            Position position) {
  const std::vector<Name>& parts = name.parts;
  const std::string table = base::to_lower(parts.back().text);
  const std::string database =
      base::to_lower(parts.size() > 1 ? parts[parts.size() - 2].text : planning_.database);
  std::optional<plan::Table> found = TRY(planning_.catalog.table(database, table));
  if (found) return *std::move(found);
  if (!TRY(planning_.catalog.has_database(database))) {
    return error_at(position, "SCHEMA_NOT_FOUND", fmt::format("Schema '{}' does not exist", database));
  }
  return error_at(position, "TABLE_NOT_FOUND",
                  fmt::format("Table '{}.{}.{}' does not exist", catalog, database, table));
}

// A table of the catalog, a view and a function.
bool TableSource::counts_itself(const FromItem& item) const {
  if (std::holds_alternative<TableFunction>(item.source)) return true;
  const auto* name = std::get_if<TableName>(&item.source);
  return name != nullptr &&
         (name->parts.size() > 1 || sql::find(around_.common_tables, name->parts[0].text) == nullptr);
}

// A table, and whatever is joined, is one relation deeper.
base::Result<void> TableSource::count_table(Position position) {
  TRY(planning_.budget.spend(1, position));
  if (++planning_.tables <= kMaxTables) return {};
  return too_large(position, fmt::format("it has more than {} tables", kMaxTables));
}

base::Result<ScopedRelation> TableSource::catalog_table(const TableName& name, Position position) {
  TRY(count_table(position));
  const std::string catalog = TRY(catalog_of(name, position));
  plan::Table table = TRY(find(name, catalog, position));
  if (table.view) return catalog_view(table, catalog, position);
  std::vector<Field> fields = fields_of(table);
  std::vector<HiddenColumn> hidden;
  if (!table.location.empty()) hidden = add_hidden(planning_.hidden, table, fields);
  TRY(planning_.budget.spend(fields.size(), position));
  const std::int64_t plan_id = planning_.next_plan_id();
  ScopedRelation side{.relation = read_of(table, fields, plan_id)};
  const std::size_t outside_files = table.partition_keys.size() + hidden.size();
  planning_.reads.push_back(
      {.plan_id = plan_id, .catalog = catalog, .table = std::move(table), .hidden = std::move(hidden)});
  side.relation = rename(std::move(side.relation), fields, planning_.names, outside_files);
  for (Field& field : fields) {
    field.catalog = catalog;
    side.scope.add(std::move(field));
  }
  return side;
}

base::Result<ScopedRelation> TableSource::catalog_view(const plan::Table& table, const std::string& catalog,
                                                       Position position) {
  Planned planned = TRY(plan_view(table, catalog, planning_, position));
  ScopedRelation side{.relation = std::move(planned.relation)};
  for (OutputColumn& column : planned.columns)
    side.scope.add({.catalog = catalog,
                    .database = table.database,
                    .table = table.name,
                    .name = std::move(column.label),
                    .plan_name = std::move(column.plan_name),
                    .type = std::move(column.type)});
  return side;
}

base::Result<ScopedRelation> TableSource::view(const TableName& name, Position position) {
  std::vector<std::string> parts;
  for (const Name& part : name.parts) parts.push_back(part.text);
  const std::optional<View> found = TRY((*planning_.views)(parts));
  if (!found) return planning_.rules->no_table(name, position);
  TRY(count_table(position));
  if (found->columns.empty())
    return error_at(
        position, "NOT_SUPPORTED",
        fmt::format("the input {} has nothing to read, so that its columns are not known", found->name));
  std::vector<Field> fields;
  for (const plan::Column& column : found->columns)
    fields.push_back(
        {.table = parts.back(), .name = column.name, .type = kDeferred, .catalog_type = column.type});
  const std::size_t own = fields.size();
  if (found->of_files)
    for (const HiddenColumn& column : planning_.hidden)
      fields.push_back({.table = parts.back(), .name = column.name, .type = kDeferred, .hidden = true});
  TRY(planning_.budget.spend(fields.size(), position));
  ScopedRelation side{.relation = rename(found->relation, fields, planning_.names, fields.size() - own)};
  for (Field& field : fields) side.scope.add(std::move(field));
  return side;
}

base::Result<ScopedRelation> TableSource::derived(const QueryTree& query) const {
  Planned planned = TRY(QueryPlanner(around_).plan(query));
  return ScopedRelation{std::move(planned.relation), scope_of(planned.columns, "")};
}

// Of Spark's pipes: what an operator leaves as it is, is still found by its table's name.
base::Result<ScopedRelation> TableSource::piped(const QueryTree& query) const {
  Planned planned = TRY(QueryPlanner(around_).plan(query));
  ScopedRelation side{.relation = std::move(planned.relation)};
  for (std::size_t i = 0; i < planned.columns.size(); ++i) {
    OutputColumn& column = planned.columns[i];
    side.scope.add({.table = i < planned.tables.size() ? planned.tables[i] : "",
                    .name = column.named ? column.label : "",
                    .plan_name = column.plan_name,
                    .type = column.type});
  }
  return side;
}

base::Result<ScopedRelation> TableSource::common_table(const CommonTables& definition, const Name& name) {
  TRY(planning_.budget.spend(kNodesOfACommonTable, name.position));
  Planned planned = TRY(plan_common_table(definition, planning_));
  return ScopedRelation{std::move(planned.relation), scope_of(planned.columns, name.text)};
}

base::Result<ScopedRelation> TableSource::table(const TableName& name, Position position) {
  if (name.parts.size() == 1) {
    const CommonTables* common = sql::find(around_.common_tables, name.parts[0].text);
    if (common != nullptr) return common_table(*common, name.parts[0]);
  }
  return planning_.views != nullptr ? view(name, position) : catalog_table(name, position);
}

base::Result<ScopedRelation> TableSource::item(const FromItem& item) {
  ScopedRelation side;
  if (const auto* name = std::get_if<TableName>(&item.source))
    side = TRY(table(*name, item.position));
  else if (const auto* query = std::get_if<QueryPtr>(&item.source))
    side = TRY(item.keeps_tables ? piped(**query) : derived(**query));
  else if (const auto* unnest = std::get_if<Unnest>(&item.source))
    return with_sample(TRY(unnested(*unnest, item, {.relation = one_row()}, false)), item);
  else if (const auto* lateral = std::get_if<Lateral>(&item.source))
    side = TRY(derived(*lateral->query));
  else if (const auto* range = std::get_if<Range>(&item.source))
    side = numbers(*range);
  else if (const auto* function = std::get_if<TableFunction>(&item.source))
    side = TRY(called(*function, item, nullptr));
  else
    side = TRY(tree(*std::get<std::unique_ptr<JoinTree>>(item.source)));
  return with_sample(TRY(named(std::move(side), item)), item);
}

ScopedRelation TableSource::numbers(const Range& range) {
  const std::string name = planning_.names.unique("id");
  ScopedRelation side{.relation = plan::project(plan::range(range.start, range.end, range.step),
                                                {plan::alias(plan::column("id"), name)})};
  side.scope.add({.name = "id",
                  .plan_name = name,
                  .type = planning_.rules != nullptr ? kDeferred : Type{TypeKind::Bigint}});
  return side;
}

base::Result<ScopedRelation> TableSource::named(ScopedRelation side, const FromItem& item) {
  if (!item.alias) return side;
  const auto shown = std::ranges::count_if(
      side.scope.fields(), [](const Field& field) { return !field.hidden && !field.behind_table; });
  TRY(check_aliases(item.column_aliases, static_cast<std::size_t>(shown), item.alias->text, item.position));
  side.scope = renamed(side.scope, *item.alias, item.column_aliases);
  return side;
}

base::Result<ScopedRelation> TableSource::with_sample(ScopedRelation side, const FromItem& item) {
  if (item.sample) side.relation = TRY(sampled(std::move(side.relation), *item.sample, planning_.budget));
  return side;
}

// The columns of the left side are known to it.
base::Result<ScopedRelation> TableSource::lateral_item(const Join& join, const ScopedRelation& left) {
  if (const auto* function = std::get_if<TableFunction>(&join.item.source))
    return called(*function, join.item, &left);
  TRY(count_table(join.position));
  const ExpressionAnalyzer outer({.scope = left.scope,
                                  .clause = "LATERAL",
                                  .budget = planning_.budget,
                                  .subqueries = &subqueries_,
                                  .outer = around_.outer,
                                  .rules = planning_.rules});
  const QueryTree& query = *std::get<Lateral>(join.item.source).query;
  Planned planned = TRY(QueryPlanner({planning_, around_.common_tables, &outer}).plan(query));
  return ScopedRelation{std::move(planned.relation), scope_of(planned.columns, "")};
}

base::Result<ScopedRelation> TableSource::beside(const Join& join, ScopedRelation left) {
  if (const auto* unnest = std::get_if<Unnest>(&join.item.source)) {
    TRY(check_unnest(join));
    if (join.item.sample)
      return not_supported_yet(join.item.sample->position, "TABLESAMPLE of an UNNEST that is joined");
    return unnested(*unnest, join.item, std::move(left), join.kind == Join::Kind::Left);
  }
  if (sees_left(join)) {
    ScopedRelation right = TRY(named(TRY(lateral_item(join, left)), join.item));
    right = TRY(with_sample(std::move(right), join.item));
    return joined(join, std::move(left), std::move(right));
  }
  if (!counts_itself(join.item)) TRY(count_table(join.item.position));
  ScopedRelation right = TRY(item(join.item));
  return joined(join, std::move(left), std::move(right));
}

base::Result<ScopedRelation> TableSource::tree(const JoinTree& tree) {
  ScopedRelation side = TRY(item(tree.first));
  for (const Join& join : tree.joins) side = TRY(beside(join, std::move(side)));
  return side;
}

base::Result<void> TableSource::read(const JoinTree& from) {
  result_ = TRY(tree(from));
  return {};
}

base::Result<void> TableSource::generate(const LateralView& view, Generator generator) {
  TRY(count_table(view.position));
  std::vector<std::string> plan_names;
  for (const std::string& name : generator.names()) {
    plan_names.push_back(planning_.names.unique(name));
    result_.scope.add(
        {.table = view.table.text, .name = name, .plan_name = plan_names.back(), .type = kDeferred});
  }
  result_.relation = std::move(generator).around(std::move(result_.relation), plan_names);
  return {};
}

base::Result<void> TableSource::turn(const Pivot& pivot) {
  const std::size_t columns = pivot.values.size() * pivot.aggregates.size();
  TRY(planning_.budget.spend(columns + result_.scope.fields().size(), pivot.position));
  const ScopedRelation input = std::move(result_);
  const ExpressionAnalyzer rows({.scope = input.scope,
                                 .clause = "PIVOT clause",
                                 .budget = planning_.budget,
                                 .outer = around_.outer,
                                 .rules = planning_.rules});
  result_ = TRY(pivoted(pivot, input, rows, planning_.names));
  if (pivot.alias) result_.scope = renamed(result_.scope, *pivot.alias, {});
  return {};
}

base::Result<void> TableSource::turn(const Unpivot& unpivot) {
  TRY(planning_.budget.spend(unpivot.sets.size() * unpivot.values.size() + result_.scope.fields().size(),
                             unpivot.position));
  result_ = TRY(unpivoted(unpivot, std::move(result_), planning_.names));
  if (unpivot.alias) result_.scope = renamed(result_.scope, *unpivot.alias, {});
  return {};
}

// UNNEST sees the columns to its left.
base::Result<ScopedRelation> TableSource::unnested(const Unnest& unnest, const FromItem& item,
                                                   ScopedRelation left, bool keeps_rows) {
  TRY(count_table(item.position));
  TRY(planning_.budget.spend(2 * left.scope.fields().size(), item.position));
  const ExpressionAnalyzer analyzer({.scope = left.scope,
                                     .clause = "UNNEST",
                                     .budget = planning_.budget,
                                     .subqueries = &subqueries_,
                                     .outer = around_.outer,
                                     .rules = planning_.rules});
  std::vector<Typed> values;
  for (const ExpressionPtr& value : unnest.values) values.push_back(TRY(analyzer.analyze(*value)));
  Unnesting unnesting = TRY(Unnesting::make(std::move(values)));
  const std::size_t before = left.scope.fields().size();
  Scope all = left.scope;
  ScopedRelation side;
  side.relation = std::move(unnesting).around(std::move(left.relation), unnest.with_ordinality, keeps_rows,
                                              planning_.names, all);
  side.scope = std::move(left.scope);
  Scope made;
  for (std::size_t i = before; i < all.fields().size(); ++i) made.add(all.fields()[i]);
  if (item.alias) {
    TRY(check_aliases(item.column_aliases, made.fields().size(), item.alias->text, item.position));
    made = renamed(made, *item.alias, item.column_aliases);
  }
  for (const Field& field : made.fields()) side.scope.add(field);
  return side;
}

base::Result<ScopedRelation> TableSource::joined(const Join& join, ScopedRelation left,
                                                 ScopedRelation right) {
  const std::vector<Name> shared =
      join.natural ? shared_columns(left.scope, right.scope, join.position) : std::vector<Name>();
  const std::vector<Name>& by = join.natural ? shared : join.using_columns;
  if (!by.empty()) return joined_using(join, by, std::move(left), std::move(right));
  const bool keeps_left_alone = join.kind == Join::Kind::Semi || join.kind == Join::Kind::Anti;
  Scope left_alone = keeps_left_alone ? left.scope : Scope();
  ScopedRelation side{.scope = std::move(left.scope)};
  for (const Field& field : right.scope.fields()) side.scope.add(field);
  const bool lateral = is_lateral(join.item);
  if (!join.on && join.kind != Join::Kind::Inner && !lateral) {
    return not_supported_yet(join.position, "an outer, semi or anti join without condition");
  }
  if (!join.on) {
    side.relation = combined(join, std::move(left.relation), std::move(right.relation), std::nullopt);
    return side;
  }
  if (planning_.rules != nullptr)
    TRY(planning_.rules->check_calls(Clause::JoinOn, *join.on, side.scope, join.position));
  const ExpressionAnalyzer analyzer({.scope = side.scope,
                                     .clause = "JOIN ON clause",
                                     .budget = planning_.budget,
                                     .subqueries = &subqueries_,
                                     .outer = around_.outer,
                                     .rules = planning_.rules});
  PlanExpression condition = TRY(analyzer.analyze_boolean(*join.on)).plan;
  side.relation = combined(join, std::move(left.relation), std::move(right.relation), std::move(condition));
  if (join.kind == Join::Kind::Semi || join.kind == Join::Kind::Anti) side.scope = left_alone;
  return side;
}

base::Result<ScopedRelation> TableSource::joined_using(const Join& join, const std::vector<Name>& by,
                                                       ScopedRelation left, ScopedRelation right) {
  UsingJoin columns(left.scope, right.scope, join.kind);
  for (const Name& column : by) TRY(columns.merge(column));
  TRY(planning_.budget.spend(left.scope.fields().size() + right.scope.fields().size(), join.position));
  UsingJoin::View view = columns.view(planning_.names, planning_.rules != nullptr);
  Relation relation =
      combined(join, std::move(left.relation), std::move(right.relation), std::move(columns).condition());
  if (!view.projection.empty()) relation = plan::project(std::move(relation), std::move(view.projection));
  return ScopedRelation{std::move(relation), std::move(view.scope)};
}

}  // namespace sql
