#include "base/text.h"
#include "engine/functions/aggregate.h"
#include "engine/functions/conversions.h"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

// df.describe() and df.summary(): a row for each statistic, with texts.
// https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.summary.html
namespace engine {
namespace {

using Names = google::protobuf::RepeatedPtrField<std::string>;

// Of 75% it is 0.75.
base::Result<std::optional<double>> share_of(const std::string& statistic) {
  if (!statistic.ends_with('%')) return std::optional<double>();
  const auto percent = text_to_double(statistic.substr(0, statistic.size() - 1));
  if (!percent) return plan::illegal_argument(fmt::format("Unable to parse {} as a percentile", statistic));
  if (!(*percent >= 0 && *percent <= 100))
    return plan::illegal_argument("requirement failed: Percentiles must be in the range [0, 1]");
  return std::optional(*percent / 100);
}

base::Error not_recognized(const std::string& statistic) {
  return plan::spark_error(
      "UNRECOGNIZED_STATISTIC",
      "The statistic <stats> is not recognized. Valid statistics include `count`, `count_distinct`, "
      "`approx_count_distinct`, `mean`, `stddev`, `min`, `max`, and percentile values. Percentile must be a "
      "numeric value followed by '%', within the range 0% to 100%.",
      {{"stats", fmt::format("'{}'", statistic)}});
}

}  // namespace

base::Result<Lowered> Lowering::describe(const connect::StatDescribe& describe) {
  TRY(consume_only(describe, {"input", "cols"}));
  auto input = TRY(relation(describe.input()));
  Columns columns;
  for (const auto& name : describe.cols()) columns.push_back(*TRY(resolve(input.columns, name)).column);
  if (describe.cols().empty()) columns = input.columns;
  Names statistics;
  for (const char* name : {"count", "mean", "stddev", "min", "max"}) *statistics.Add() = name;
  return summarized(std::move(input), columns, statistics);
}

base::Result<Lowered> Lowering::summary(const connect::StatSummary& summary) {
  TRY(consume_only(summary, {"input", "statistics"}));
  auto input = TRY(relation(summary.input()));
  const Columns columns = input.columns;
  Names statistics = summary.statistics();
  if (statistics.empty())
    for (const char* name : {"count", "mean", "stddev", "min", "25%", "50%", "75%", "max"})
      *statistics.Add() = name;
  return summarized(std::move(input), columns, statistics);
}

// One statistic of a column, as a text.
base::Result<Typed> Lowering::statistic(const OutputColumn& column, const std::string& name) {
  const auto share = TRY(share_of(name));
  const bool text = is_string(column.type);
  Typed value;
  if (share) {
    auto number = text ? TRY(coerce(value_of(column), Type::DOUBLE, session_)) : value_of(column);
    const Call call{.name = "percentile", .session = session_};
    const Type type = number.type;
    value = {
        aggregate_tree(call, "quantile_disc",
                       trees(std::move(number.tree), constant_tree(duckdb::Value::DOUBLE(*share))), false),
        type, name};
  } else if (name == "count_distinct") {
    Call call{.name = "count", .distinct = true, .session = session_};
    call.arguments.push_back(value_of(column));
    value = TRY(call_function(std::move(call)));
  } else if (name == "count" || name == "approx_count_distinct" || name == "mean" || name == "stddev" ||
             name == "min" || name == "max") {
    value = TRY(apply(name, value_of(column)));
  } else {
    return not_recognized(name);
  }
  return cast(std::move(value), Type::VARCHAR, CastMode::Legacy, session_);
}

// Of numbers and texts. All statistics of all columns are computed in one row; then their lists are unnested
// side by side.
base::Result<Lowered> Lowering::summarized(Lowered input, const Columns& columns, const Names& statistics) {
  Values all;
  Columns shown;
  for (const auto& column : columns) {
    if (!is_numeric(column.type) && !is_string(column.type)) continue;
    shown.push_back(column);
    for (const auto& name : statistics)
      all.emplace_back(TRY(statistic(column, name)), new_column(name, Type::VARCHAR));
  }
  if (shown.empty())
    all.emplace_back(TRY(apply("count", Typed{number_tree(1), Type::BIGINT, "1"})),
                     new_column("rows", Type::BIGINT));
  auto row = TRY(grouped(std::move(input), {}, std::move(all)));
  Values lists;
  const auto unnest = [&](const std::string& name, Trees texts) {
    lists.emplace_back(
        Typed{call_tree("unnest", call_tree("list_value", std::move(texts))), Type::VARCHAR, name},
        new_column(name, Type::VARCHAR));
  };
  Trees names;
  for (const auto& name : statistics) names.push_back(constant_tree(duckdb::Value(name)));
  unnest("summary", std::move(names));
  auto next = row.columns.begin();
  for (const auto& column : shown) {
    Trees texts;
    for (int i = 0; i < statistics.size(); ++i) texts.push_back(column_tree((next++)->id));
    unnest(column.name, std::move(texts));
  }
  return select(std::move(row), std::move(lists));
}

}  // namespace engine
