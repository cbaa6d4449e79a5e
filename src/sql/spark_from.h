#pragma once

#include "sql/expression_parser.h"

namespace sql {

// What stands in FROM in Spark's queries alone
// (https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select.html). One thread; lives while the parser
// takes one of them.
class SparkFrom {
 public:
  SparkFrom(TokenStream& tokens, ExpressionParser& expressions)
      : tokens_(tokens), expressions_(expressions) {}

  base::Result<void> join_words(Join& join);  // [NATURAL] LEFT SEMI JOIN
  base::Result<Sample> sample();              // TABLESAMPLE (10 PERCENT)
  bool at_range() const;                      // range(3)
  bool at_function() const;                   // [LATERAL] f(1), and no range
  bool at_work() const;                       // FROM t INSERT INTO, FROM t MAP a
  base::Result<Range> range();
  base::Result<void> refuse_item() const;

 private:
  base::Result<void> sample_size(Sample& sample);
  base::Result<double> share_of_buckets();
  base::Result<std::int64_t> whole_number();
  TokenStream& tokens_;
  ExpressionParser& expressions_;
};

}  // namespace sql
