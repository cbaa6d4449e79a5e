#include "sql/query.h"

#include "sql/parser.h"
#include "sql/query_planner.h"
#include "sql/result_texts.h"

namespace sql {

Query::Query() = default;
Query::Query(Query&&) noexcept = default;
Query::~Query() = default;

base::Result<Query> plan_query(std::string_view text, const Dialect& dialect, plan::Catalog& catalog,
                               const std::string& database, std::stop_token stop, Parameters parameters,
                               const Session& session) {
  const QueryTree tree = TRY(parse_query(
      text, dialect, parameters, {.user = session.user, .schema = database, .catalog = session.catalog}));
  Planning planning{.catalog = catalog, .database = database, .budget = Budget(std::move(stop))};
  planning.session = session;
  planning.hidden = hidden_columns_of(text);
  Planned planned = TRY(QueryPlanner({.planning = planning}).plan(tree));
  TRY(check_result(planned));
  planned = with_result_texts(std::move(planned));
  Query query;
  query.root = std::make_unique<plan::Relation>(std::move(planned.relation));
  query.reads = std::move(planning.reads);
  query.columns = std::move(planned.columns);
  for (auto& [name, view] : planning.views_used) query.views.push_back(std::move(view));
  return query;
}

}  // namespace sql
