#include "sql/query.h"

#include "sql/parser.h"
#include "sql/select_planner.h"

namespace sql {

Query::Query() = default;
Query::Query(Query&&) noexcept = default;
Query::~Query() = default;

base::Result<Query> plan_query(std::string_view text, const Dialect& dialect, plan::Catalog& catalog,
                               const std::string& database, std::stop_token stop) {
  const Select select = TRY(parse_query(text, dialect));
  return SelectPlanner(select, catalog, database, std::move(stop)).plan();
}

}  // namespace sql
