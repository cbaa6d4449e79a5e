// SparkSQL: a query of Spark's dialect over the inputs, each under its alias. Follows
// https://docs.aws.amazon.com/glue/latest/dg/transforms-sql.html; as there, what is wrong with the query
// shows when the job runs, in the words of Spark's exceptions.
#include <set>

#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/spark_exception.h"
#include "sql/spark_query.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::SparkSQL;
using api::glue::SqlAlias;

// The alias of each input, in their order.
base::Result<std::vector<std::string>> aliases_of(const SparkSQL& node) {
  std::vector<std::string> aliases;
  for (const std::string& input : node.inputs) {
    const auto is_of = [&](const SqlAlias& alias) { return alias.from == input; };
    if (std::ranges::count_if(node.sql_aliases, is_of) != 1)
      return errors::invalid_input_exception(
          fmt::format("SqlAliases: From must name the input {} once.", input));
    aliases.push_back(std::ranges::find_if(node.sql_aliases, is_of)->alias);
  }
  return aliases;
}

base::Result<void> check_spark_sql(const SparkSQL& node) {
  std::set<std::string> known;
  for (const std::string& alias : TRY(aliases_of(node)))
    if (!known.insert(base::to_lower(alias)).second)
      return errors::invalid_input_exception(fmt::format("SqlAliases: two inputs have the Alias {}.", alias));
  for (const SqlAlias& alias : node.sql_aliases)
    if (std::ranges::find(node.inputs, alias.from) == node.inputs.end())
      return errors::invalid_input_exception(fmt::format("SqlAliases: {} is no input.", alias.from));
  return {};
}

sql::Views views_of(const SparkSQL& node, const std::vector<std::string>& aliases,
                    std::vector<Frame> inputs) {
  sql::Views views;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    sql::View view{.name = aliases[i], .relation = std::move(inputs[i].relation), .columns = {}};
    for (const Field& field : inputs[i].fields) view.columns.push_back({field.name, field.type, ""});
    views.push_back(std::move(view));
  }
  return views;
}

base::Result<void> check_names(const std::vector<sql::OutputColumn>& columns) {
  std::set<std::string> names;
  for (const sql::OutputColumn& column : columns)
    if (!names.insert(base::to_lower(column.label)).second)
      return spark_exception(
          base::refusal("COLUMN_ALREADY_EXISTS", 400,
                        fmt::format("[COLUMN_ALREADY_EXISTS] The column `{}` already exists. Choose "
                                    "another name or rename the existing column.",
                                    base::to_lower(column.label))));
  return {};
}

base::Result<Frame> spark_sql(const SparkSQL& node, std::vector<Frame> inputs, const Describe& describe,
                              std::int64_t first_plan_id) {
  const sql::Views views = views_of(node, TRY(aliases_of(node)), std::move(inputs));
  auto planned = sql::plan_spark_query(node.sql_query, sql::among(views), first_plan_id);
  if (!planned.ok()) return spark_exception(planned.error());
  TRY(check_names(planned->columns));
  std::vector<plan::Expression> columns;
  for (const sql::OutputColumn& column : planned->columns)
    columns.push_back(plan::alias(plan::column(column.plan_name), column.label));
  Frame frame{.relation = plan::project(std::move(planned->relation), std::move(columns)), .fields = {}};
  auto fields = describe(frame.relation);
  if (!fields.ok()) return spark_exception(fields.error());
  frame.fields = *std::move(fields);
  return frame;
}

}  // namespace

NodeKind spark_sql_kind() {
  return query<&Node::spark_sql, check_spark_sql, spark_sql>("SparkSQL");
}

}  // namespace services::glue::visual
