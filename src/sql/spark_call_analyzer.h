#pragma once

#include <string>
#include <vector>

#include "sql/expression_analyzer.h"
#include "sql/spark_functions.h"

namespace sql {

base::Error unknown_spark_function(const Name& name);

// The plan's expression of a constant interval; refuses one of too many months (INVALID_INTERVAL_FORMAT).
base::Result<PlanExpression> spark_interval_literal(const Duration& interval, Position position);

// What Spark makes of calls, over what is in view of an analyzer: scalars, aggregates and windows
// (https://spark.apache.org/docs/latest/sql-ref-functions.html). Names and words are checked here, types
// where the plan is lowered. One thread; lives while one call is analysed.
struct ExpressionAnalyzer::SparkCalls {
  const ExpressionAnalyzer& self;
  Position position;

  base::Result<Typed> call(const Call& node) const;
  base::Result<std::vector<PlanExpression>> arguments(const Call& node) const;
  base::Result<void> add_stars(const Call& node, std::size_t before,
                               std::vector<PlanExpression>& values) const;
  base::Result<Typed> like_many(const Call& node) const;
  PlanExpression planned(const SparkFunction& function, std::vector<PlanExpression> arguments,
                         const Call& node) const;
  base::Error wrong_number_of_arguments(const Call& node, std::size_t wanted) const;
  base::Error not_a_word_for(const std::string& function, const std::string& words) const;

  // spark_aggregate_analyzer.cc
  base::Result<Typed> aggregate(const SparkFunction& function, const Call& node) const;
  base::Result<Typed> grouping(const Call& node) const;
  base::Result<Typed> window(const Call& node) const;
  base::Result<PlanExpression> aggregate_call(const SparkFunction& function, const Call& node,
                                              const ExpressionAnalyzer& inside) const;
  base::Result<std::vector<PlanExpression>> aggregated(const SparkFunction& function, const Call& node,
                                                       const ExpressionAnalyzer& inside) const;
  base::Result<void> add_order(const SparkFunction& function, const Call& node,
                               const ExpressionAnalyzer& inside, std::vector<PlanExpression>& values) const;
  base::Result<PlanExpression> call_over(const Call& node, const ExpressionAnalyzer& inside) const;
  base::Error unordered(const Call& node) const;
  base::Result<void> check_within_group(const SparkFunction& function, const Call& node) const;
  base::Error invalid_order(const Call& node, const char* condition, const std::string& text) const;
};

}  // namespace sql
