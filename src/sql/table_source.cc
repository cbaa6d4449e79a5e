#include "sql/table_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/text.h"
#include "plan/query_relations.h"
#include "sql/cast.h"
#include "sql/expression_analyzer.h"
#include "sql/pivot.h"
#include "sql/query_planner.h"
#include "sql/rules.h"
#include "sql/unnest.h"
#include "sql/unpivot.h"
#include "sql/using_join.h"
#include "sql/view.h"

namespace sql {
namespace {

using plan::Relation;

// What a column is read as. Of a type that queries do not support yet, text: it is never looked at, but the
// columns of a CSV file are found by their place.
std::string schema_of(const std::vector<Field>& fields) {
  std::vector<std::string> columns;
  for (const Field& field : fields) {
    columns.push_back(plan::quoted(field.name) + " " + (field.type ? to_spark(*field.type) : "string"));
  }
  return base::join(columns, ", ");
}

// In text files a column is found by its place, in these by its name.
bool names_its_columns(const plan::StorageFormat& storage) {
  for (std::string_view format : {"parquet", "orc", "avro", "json"}) {
    if (storage.format == format) return true;
  }
  return false;
}

std::vector<Field> fields_of(const plan::Table& table) {
  const Field common{.database = table.database, .table = table.name};
  std::vector<Field> fields;
  const auto add = [&](const plan::Column& column) {
    Field field = common;
    field.name = base::to_lower(column.name);
    field.type = from_hive(column.type);
    // How texts hold arrays and maps is their SerDe's matter, which is not done yet.
    if (field.type && is_nested(*field.type) && !names_its_columns(table.storage)) field.type.reset();
    field.catalog_type = column.type;
    fields.push_back(std::move(field));
  };
  for (const plan::Column& column : table.columns) add(column);
  for (const plan::Column& column : table.partition_keys) add(column);
  return fields;
}

Relation read_of(const plan::Table& table, const std::vector<Field>& fields, std::int64_t plan_id) {
  std::vector<Field> read = fields;
  if (names_its_columns(table.storage)) std::erase_if(read, [](const Field& field) { return !field.type; });
  return plan::read(table.storage.format, schema_of(read), table.storage.options, plan_id);
}

// Gives the columns their names in the plan, and a char its blanks, by a Project where they change.
Relation rename(Relation relation, std::vector<Field>& fields, Names& names) {
  bool changed = false;
  std::vector<PlanExpression> columns;
  for (Field& field : fields) {
    field.plan_name = names.unique(field.name);
    const bool is_char = field.type && field.type->kind == TypeKind::Char;
    changed = changed || field.plan_name != field.name || !field.type || is_char;
    if (!field.type) continue;
    PlanExpression column = plan::column(plan::quoted(field.name));
    if (is_char) column = coerce({std::move(column), varchar_type()}, *field.type).plan;
    columns.push_back(plan::alias(std::move(column), field.plan_name));
  }
  return changed ? plan::project(std::move(relation), std::move(columns)) : std::move(relation);
}

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
  for (std::size_t i = 0; i < scope.fields().size(); ++i) {
    Field field = scope.fields()[i];
    field.database.clear();
    field.table = table.text;
    if (!columns.empty()) field.name = columns[i].text;
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

// Of a LATERAL, what joins is a condition on the rows that it makes for one row.
Relation combined(const Join& join, Relation left, Relation right, std::optional<PlanExpression> condition) {
  if (std::holds_alternative<Lateral>(join.item.source) && keeps_left(join.kind)) {
    if (condition) right = plan::filter(std::move(right), *std::move(condition));
    return plan::lateral_join(std::move(left), std::move(right), type_of(join.kind));
  }
  if (!condition) return plan::cross_join(std::move(left), std::move(right));
  return plan::join(std::move(left), std::move(right), type_of(join.kind), std::move(condition));
}

// A number from 0 to 100, without any column.
base::Result<double> percentage_of(const Expression& expression, Budget& budget) {
  const Position position = expression.position;
  const Scope nothing;
  const base::Result<Typed> value =
      ExpressionAnalyzer({.scope = nothing, .clause = "TABLESAMPLE", .budget = budget}).analyze(expression);
  if (!value.ok() && value.error().code == "COLUMN_NOT_FOUND")
    return error_at(position, "EXPRESSION_NOT_CONSTANT",
                    "Sample percentage cannot contain column references");
  if (!value.ok()) return value.error();
  if (value->type.kind == TypeKind::Unknown)
    return error_at(position, "INVALID_ARGUMENTS", "Sample percentage cannot be NULL");
  if (!is_numeric(value->type))
    return error_at(position, "TYPE_MISMATCH", "Sample percentage should be a numeric expression");
  const bool negative = std::holds_alternative<Negation>(expression.node);
  const auto* number = std::get_if<NumberLiteral>(
      negative ? &std::get<Negation>(expression.node).operand->node : &expression.node);
  if (number == nullptr) return not_supported_yet(position, "a sample percentage that is computed");
  const double percentage = std::strtod(number->digits.c_str(), nullptr);
  return negative ? -percentage : percentage;
}

// What a NATURAL join joins by.
std::vector<Name> shared_columns(const Scope& left, const Scope& right, Position position) {
  std::vector<Name> names;
  for (const Field& field : left.fields()) {
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

base::Result<plan::Table> TableSource::find(const TableName& name, Position position) {
  const std::vector<Name>& parts = name.parts;
  const std::string table = base::to_lower(parts.back().text);
  const std::string database =
      base::to_lower(parts.size() > 1 ? parts[parts.size() - 2].text : planning_.database);
  if (parts.size() == 3 && !base::iequals(parts[0].text, kCatalog)) {
    return error_at(position, "CATALOG_NOT_FOUND", fmt::format("Catalog '{}' does not exist", parts[0].text));
  }
  if (database == "information_schema") return not_supported_yet(position, "information_schema");
  if (table.find('$') != std::string::npos)
    return not_supported_yet(position, "the metadata table '" + table + "'");
  std::optional<plan::Table> found = TRY(planning_.catalog.table(database, table));
  if (found) return *std::move(found);
  if (!TRY(planning_.catalog.has_database(database))) {
    return error_at(position, "SCHEMA_NOT_FOUND", fmt::format("Schema '{}' does not exist", database));
  }
  return error_at(position, "TABLE_NOT_FOUND",
                  fmt::format("Table '{}.{}.{}' does not exist", kCatalog, database, table));
}

bool TableSource::is_catalog_table(const FromItem& item) const {
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

base::Result<TableSource::Side> TableSource::catalog_table(const TableName& name, Position position) {
  TRY(count_table(position));
  plan::Table table = TRY(find(name, position));
  if (table.view) return catalog_view(table, position);
  std::vector<Field> fields = fields_of(table);
  TRY(planning_.budget.spend(fields.size(), position));
  const std::int64_t plan_id = planning_.next_plan_id();
  Side side{.relation = read_of(table, fields, plan_id)};
  planning_.reads.push_back({.plan_id = plan_id, .table = std::move(table)});
  side.relation = rename(std::move(side.relation), fields, planning_.names);
  for (Field& field : fields) side.scope.add(std::move(field));
  return side;
}

base::Result<TableSource::Side> TableSource::catalog_view(const plan::Table& table, Position position) {
  Planned planned = TRY(plan_view(table, planning_, position));
  Side side{.relation = std::move(planned.relation)};
  for (OutputColumn& column : planned.columns)
    side.scope.add({.database = table.database,
                    .table = table.name,
                    .name = std::move(column.label),
                    .plan_name = std::move(column.plan_name),
                    .type = std::move(column.type)});
  return side;
}

base::Result<TableSource::Side> TableSource::view(const TableName& name, Position position) {
  const auto named = [&](const View& view) { return base::iequals(view.name, name.parts[0].text); };
  const auto found = std::ranges::find_if(*planning_.views, named);
  if (name.parts.size() > 1 || found == planning_.views->end())
    return planning_.rules->no_table(name, position);
  TRY(count_table(position));
  if (found->columns.empty())
    return error_at(
        position, "NOT_SUPPORTED",
        fmt::format("the input {} has nothing to read, so that its columns are not known", found->name));
  std::vector<Field> fields;
  for (const plan::Column& column : found->columns)
    fields.push_back(
        {.table = name.parts[0].text, .name = column.name, .type = kDeferred, .catalog_type = column.type});
  TRY(planning_.budget.spend(fields.size(), position));
  Side side{.relation = rename(found->relation, fields, planning_.names)};
  for (Field& field : fields) side.scope.add(std::move(field));
  return side;
}

base::Result<TableSource::Side> TableSource::derived(const QueryTree& query) const {
  Planned planned = TRY(QueryPlanner(around_).plan(query));
  return Side{std::move(planned.relation), scope_of(planned.columns, "")};
}

base::Result<TableSource::Side> TableSource::common_table(const CommonTables& definition, const Name& name) {
  TRY(planning_.budget.spend(kNodesOfACommonTable, name.position));
  Planned planned = TRY(plan_common_table(definition, planning_));
  return Side{std::move(planned.relation), scope_of(planned.columns, name.text)};
}

base::Result<TableSource::Side> TableSource::table(const TableName& name, Position position) {
  if (name.parts.size() == 1) {
    const CommonTables* common = sql::find(around_.common_tables, name.parts[0].text);
    if (common != nullptr) return common_table(*common, name.parts[0]);
  }
  return planning_.views != nullptr ? view(name, position) : catalog_table(name, position);
}

base::Result<TableSource::Side> TableSource::item(const FromItem& item) {
  Side side;
  if (const auto* name = std::get_if<TableName>(&item.source))
    side = TRY(table(*name, item.position));
  else if (const auto* query = std::get_if<QueryPtr>(&item.source))
    side = TRY(derived(**query));
  else if (const auto* unnest = std::get_if<Unnest>(&item.source))
    return sampled(TRY(unnested(*unnest, item, {.relation = one_row()}, false)), item);
  else if (const auto* lateral = std::get_if<Lateral>(&item.source))
    side = TRY(derived(*lateral->query));
  else if (const auto* range = std::get_if<Range>(&item.source))
    side = numbers(*range);
  else
    side = TRY(tree(*std::get<std::unique_ptr<JoinTree>>(item.source)));
  return sampled(TRY(named(std::move(side), item)), item);
}

TableSource::Side TableSource::numbers(const Range& range) {
  const std::string name = planning_.names.unique("id");
  Side side{.relation = plan::project(plan::range(range.start, range.end, range.step),
                                      {plan::alias(plan::column("id"), name)})};
  side.scope.add({.name = "id",
                  .plan_name = name,
                  .type = planning_.rules != nullptr ? kDeferred : Type{TypeKind::Bigint}});
  return side;
}

base::Result<TableSource::Side> TableSource::named(Side side, const FromItem& item) {
  if (!item.alias) return side;
  TRY(check_aliases(item.column_aliases, side.scope.fields().size(), item.alias->text, item.position));
  side.scope = renamed(side.scope, *item.alias, item.column_aliases);
  return side;
}

// TABLESAMPLE: the percentage is a number that is written down.
base::Result<TableSource::Side> TableSource::sampled(Side side, const FromItem& item) {
  if (!item.sample) return side;
  const Position position = item.sample->position;
  if (item.sample->rows) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    const auto rows = static_cast<std::int32_t>(std::min(*item.sample->rows, kMost));
    side.relation = plan::limit(std::move(side.relation), rows);
    return side;
  }
  if (!item.sample->percentage) {
    side.relation = plan::sample(std::move(side.relation), item.sample->share);
    return side;
  }
  const double percentage = TRY(percentage_of(*item.sample->percentage, planning_.budget));
  if (percentage < 0 || percentage > 100)
    return error_at(position, "NUMERIC_VALUE_OUT_OF_RANGE",
                    fmt::format("Sample percentage must be {}",
                                percentage < 0 ? "greater than or equal to 0" : "less than or equal to 100"));
  side.relation = plan::sample(std::move(side.relation), percentage / 100);
  return side;
}

// Each row of the left side has a query of its own, to which its columns are known.
base::Result<TableSource::Side> TableSource::lateral(const Join& join, const QueryTree& query, Side left) {
  TRY(count_table(join.position));
  const ExpressionAnalyzer outer({.scope = left.scope,
                                  .clause = "LATERAL",
                                  .budget = planning_.budget,
                                  .subqueries = &subqueries_,
                                  .outer = around_.outer,
                                  .rules = planning_.rules});
  Planned planned = TRY(QueryPlanner({planning_, around_.common_tables, &outer}).plan(query));
  Side right{std::move(planned.relation), scope_of(planned.columns, "")};
  right = TRY(sampled(TRY(named(std::move(right), join.item)), join.item));
  return joined(join, std::move(left), std::move(right));
}

base::Result<TableSource::Side> TableSource::tree(const JoinTree& tree) {
  Side side = TRY(item(tree.first));
  for (const Join& join : tree.joins) {
    if (const auto* unnest = std::get_if<Unnest>(&join.item.source)) {
      TRY(check_unnest(join));
      if (join.item.sample)
        return not_supported_yet(join.item.sample->position, "TABLESAMPLE of an UNNEST that is joined");
      side = TRY(unnested(*unnest, join.item, std::move(side), join.kind == Join::Kind::Left));
      continue;
    }
    const auto* lateral = std::get_if<Lateral>(&join.item.source);
    if (lateral != nullptr && keeps_left(join.kind)) {
      side = TRY(this->lateral(join, *lateral->query, std::move(side)));
      continue;
    }
    if (!is_catalog_table(join.item)) TRY(count_table(join.item.position));
    Side right = TRY(item(join.item));
    side = TRY(joined(join, std::move(side), std::move(right)));
  }
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
  const Side input = std::move(result_);
  const ExpressionAnalyzer rows({.scope = input.scope,
                                 .clause = "PIVOT clause",
                                 .budget = planning_.budget,
                                 .outer = around_.outer,
                                 .rules = planning_.rules});
  Pivoted turned = TRY(pivoted(pivot, input.relation, input.scope, rows, planning_.names));
  result_ = {std::move(turned.relation), std::move(turned.scope)};
  if (pivot.alias) result_.scope = renamed(result_.scope, *pivot.alias, {});
  return {};
}

base::Result<void> TableSource::turn(const Unpivot& unpivot) {
  TRY(planning_.budget.spend(unpivot.sets.size() * unpivot.values.size() + result_.scope.fields().size(),
                             unpivot.position));
  Unpivoted turned =
      TRY(unpivoted(unpivot, std::move(result_.relation), std::move(result_.scope), planning_.names));
  result_ = {std::move(turned.relation), std::move(turned.scope)};
  if (unpivot.alias) result_.scope = renamed(result_.scope, *unpivot.alias, {});
  return {};
}

// UNNEST sees the columns to its left.
base::Result<TableSource::Side> TableSource::unnested(const Unnest& unnest, const FromItem& item, Side left,
                                                      bool keeps_rows) {
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
  Unnesting unnesting = TRY(Unnesting::make(std::move(values), item.position));
  const std::size_t before = left.scope.fields().size();
  Scope all = left.scope;
  Side side;
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

base::Result<TableSource::Side> TableSource::joined(const Join& join, Side left, Side right) {
  const std::vector<Name> shared =
      join.natural ? shared_columns(left.scope, right.scope, join.position) : std::vector<Name>();
  const std::vector<Name>& by = join.natural ? shared : join.using_columns;
  if (!by.empty()) return joined_using(join, by, std::move(left), std::move(right));
  const bool keeps_left_alone = join.kind == Join::Kind::Semi || join.kind == Join::Kind::Anti;
  Scope left_alone = keeps_left_alone ? left.scope : Scope();
  Side side{.scope = std::move(left.scope)};
  for (const Field& field : right.scope.fields()) side.scope.add(field);
  const bool lateral = std::holds_alternative<Lateral>(join.item.source);
  if (!join.on && join.kind != Join::Kind::Inner && !lateral) {
    return not_supported_yet(join.position, "an outer, semi or anti join without condition");
  }
  if (!join.on) {
    side.relation = combined(join, std::move(left.relation), std::move(right.relation), std::nullopt);
    return side;
  }
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

base::Result<TableSource::Side> TableSource::joined_using(const Join& join, const std::vector<Name>& by,
                                                          Side left, Side right) {
  UsingJoin columns(left.scope, right.scope, join.kind);
  for (const Name& column : by) TRY(columns.merge(column));
  TRY(planning_.budget.spend(left.scope.fields().size() + right.scope.fields().size(), join.position));
  UsingJoin::View view = columns.view(planning_.names);
  Relation relation =
      combined(join, std::move(left.relation), std::move(right.relation), std::move(columns).condition());
  if (!view.projection.empty()) relation = plan::project(std::move(relation), std::move(view.projection));
  return Side{std::move(relation), std::move(view.scope)};
}

}  // namespace sql
