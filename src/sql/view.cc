#include "sql/view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/cast.h"
#include "sql/parser.h"
#include "sql/query_planner.h"

namespace sql {
namespace {

// Whatever its catalog is called.
std::string name_within(const plan::Table& table) {
  return fmt::format("{}.{}", table.database, table.name);
}

// While it lives, names without a catalog or a database mean the view's, and tables have the hidden columns
// that it names.
class Inside {
 public:
  Inside(Planning& planning, const plan::Table& table, const std::string& catalog)
      : planning_(planning),
        catalog_(planning.session.catalog),
        database_(planning.database),
        hidden_(planning.hidden) {
    const plan::View& view = *table.view;
    planning_.hidden = hidden_columns_of(view.sql);
    planning_.open_views.push_back(name_within(table));
    planning_.views_used.emplace(planning_.open_views.back(), view);
    planning_.session.catalog = view.catalog.empty() ? catalog : base::to_lower(view.catalog);
    if (!view.schema.empty()) planning_.database = view.schema;
  }
  ~Inside() {
    planning_.session.catalog = catalog_;
    planning_.database = database_;
    planning_.hidden = hidden_;
    planning_.open_views.pop_back();
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  Planning& planning_;
  const std::string catalog_;
  const std::string database_;
  const std::vector<HiddenColumn> hidden_;
};

base::Result<Planned> planned_text(const plan::View& view, Planning& planning) {
  if (!view.catalog.empty() && !TRY(planning.session.has_catalog(view.catalog)))
    return base::refusal("CATALOG_NOT_FOUND", 400, fmt::format("Catalog '{}' does not exist", view.catalog));
  const SessionNames session{
      .user = planning.session.user, .schema = planning.database, .catalog = planning.session.catalog};
  const QueryTree tree = TRY(parse_query(view.sql, trino(), Parameters(), session));
  return QueryPlanner({.planning = planning}).plan(tree);
}

// What the view's query gives now is no longer what its definition says; nothing: it is.
std::optional<std::string> staleness(const std::vector<plan::Column>& stored,
                                     const std::vector<OutputColumn>& given, std::vector<Type>& types) {
  if (stored.size() != given.size())
    return (
        fmt::format("stored view column count ({}) does not match column count derived from the "
                    "view query analysis ({})",
                    stored.size(), given.size()));
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const OutputColumn& column = given[i];
    const std::string type = to_string(column.type);
    if (!column.named)
      return (
          fmt::format("a column of type {} projected from query view at position {} has no name", type, i));
    if (!base::iequals(column.label, stored[i].name))
      return (
          fmt::format("column [{}] of type {} projected from query view at position {} has a different name "
                      "from column [{}] "
                      "of type {} stored in view definition",
                      column.label, type, i, stored[i].name, stored[i].type));
    const auto declared = parse_type(stored[i].type);
    const bool fits = declared.ok() && common_type(column.type, *declared) == *declared;
    if (fits)
      types.push_back(*declared);
    else
      return (
          fmt::format("column [{}] of type {} projected from query view at position {} cannot be coerced to "
                      "column [{}] of "
                      "type {} stored in view definition",
                      column.label, type, i, stored[i].name, stored[i].type));
  }
  return std::nullopt;
}

}  // namespace

base::Result<Planned> plan_view(const plan::Table& table, const std::string& catalog, Planning& planning,
                                Position position) {
  const std::string name = fmt::format("{}.{}", catalog, name_within(table));
  if (std::ranges::find(planning.open_views, name_within(table)) != planning.open_views.end())
    return error_at(position, "VIEW_IS_RECURSIVE", "View is recursive");
  if (planning.open_views.size() >= kMaxViewDepth)
    return too_large(position, fmt::format("it has more than {} views in each other", kMaxViewDepth));
  TRY(planning.budget.spend(kNodesOfACommonTable + table.view->sql.size() / kBytesOfANode, position));
  const Inside inside(planning, table, catalog);
  base::Result<Planned> text = planned_text(*table.view, planning);
  const bool told = !text.ok() && text.error().fault == base::Error::Fault::Caller;
  if (told && text.error().code != "USER_CANCELED")
    return error_at(position, text.error().code == "NOT_SUPPORTED" ? "NOT_SUPPORTED" : "INVALID_VIEW",
                    fmt::format("Failed analyzing stored view '{}': {}", name, text.error().message));
  Planned planned = TRY(std::move(text));
  std::vector<Type> types;
  const auto stale = staleness(table.view->columns, planned.columns, types);
  if (stale)
    return error_at(position, "VIEW_IS_STALE",
                    fmt::format("View '{}' is stale or in invalid state: {}", name, *stale));
  std::vector<PlanExpression> projection;
  for (std::size_t i = 0; i < types.size(); ++i) {
    OutputColumn& column = planned.columns[i];
    Typed value = coerce({plan::column(column.plan_name), column.type}, types[i]);
    column = {.label = base::to_lower(table.view->columns[i].name),
              .type = types[i],
              .plan_name = planning.names.unique(column.label)};
    projection.push_back(plan::alias(std::move(value.plan), column.plan_name));
  }
  planned.relation = plan::project(std::move(planned.relation), std::move(projection));
  return planned;
}

}  // namespace sql
