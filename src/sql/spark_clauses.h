#pragma once

#include "sql/expression_parser.h"

namespace sql {

// The clauses that only Spark's queries have
// (https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select.html). One thread; lives while the parser
// takes one of them.
class SparkClauses {
 public:
  SparkClauses(TokenStream& tokens, ExpressionParser& expressions)
      : tokens_(tokens), expressions_(expressions) {}

  base::Result<void> behind_from(Select& select);           // LATERAL VIEW, PIVOT
  bool take_all();                                          // GROUP BY ALL
  base::Result<void> behind_group_by(Select& select);       // WITH ROLLUP, GROUPING SETS (...)
  base::Result<void> generator_aliases(SelectItem& item);   // AS (a, b)
  base::Result<void> join_words(Join& join);                // [NATURAL] LEFT SEMI JOIN
  base::Result<void> order_of_partitions(QueryTree& tree);  // SORT BY and its like
  base::Result<Sample> sample();                            // TABLESAMPLE (10 PERCENT)
  bool at_range() const;                                    // FROM range(3)
  base::Result<Range> range();
  base::Result<void> refuse_item() const;  // other functions in FROM

 private:
  base::Result<void> lateral_view(Select& select);
  base::Result<void> pivot(Select& select);
  base::Result<void> sample_size(Sample& sample);
  base::Result<double> share_of_buckets();
  base::Result<std::int64_t> whole_number();
  base::Result<std::vector<SelectItem>> pivot_items(std::string_view end);

  TokenStream& tokens_;
  ExpressionParser& expressions_;
};

}  // namespace sql
