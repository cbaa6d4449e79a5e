#pragma once

#include <functional>

#include "sql/from_parser.h"

namespace sql {

// Spark's pipe syntax: query |> WHERE a > 1 |> AGGREGATE count(*) GROUP BY b |> ...
// (https://spark.apache.org/docs/latest/sql-pipe-syntax.html). What an operator does goes into the SELECT
// that stands before it as long as that only says FROM, so that the names of its tables stay; else the
// operator is a query around it. One thread; lives while the parser takes them.
class SparkPipe {
 public:
  // The clauses that queries have too.
  struct Clauses {
    std::function<base::Result<QueryTree>()> operand;     // of a set operation
    std::function<base::Result<void>(Select&)> select;    // SELECT ... GROUP BY ... WINDOW
    std::function<base::Result<SelectItem>()> item;       // of a select list
    std::function<base::Result<void>(QueryTree&)> order;  // ORDER BY and its like
    std::function<base::Result<void>(QueryTree&)> limit;  // LIMIT and OFFSET
  };
  SparkPipe(TokenStream& tokens, ExpressionParser& expressions, FromParser& from, Clauses clauses)
      : tokens_(tokens), expressions_(expressions), from_(from), clauses_(std::move(clauses)) {}

  // All operators that follow the query.
  base::Result<QueryTree> behind(QueryTree tree);

 private:
  base::Result<bool> apply();  // false: nothing stands behind |>
  base::Result<bool> apply_set_operation();
  base::Result<bool> apply_to_rows();
  base::Result<void> where();
  base::Result<void> extend();
  base::Result<void> set();
  base::Result<void> drop();
  base::Result<void> name();
  base::Result<void> join();
  base::Result<void> sample();
  base::Result<void> turn();
  base::Result<void> order();
  base::Result<void> limit();
  base::Result<void> aggregate();
  base::Result<std::vector<SelectItem>> keys();
  base::Result<void> check_aggregates(const SelectItem& item, bool wanted) const;

  Select& open();       // the SELECT at hand, of which only FROM and WHERE are said
  Select& open_from();  // and nothing but FROM
  Select& around();     // a new one, of all that there is so far
  base::Result<void> check_length() const;

  TokenStream& tokens_;
  ExpressionParser& expressions_;
  FromParser& from_;
  const Clauses clauses_;
  QueryTree tree_;
  int operators_ = 0;
};

}  // namespace sql
