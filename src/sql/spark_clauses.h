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

  base::Result<void> behind_from(Select& select);  // LATERAL VIEW, PIVOT, UNPIVOT
  bool take_all();                                 // GROUP BY ALL
  bool at_order_by_all() const;                    // ORDER BY ALL
  base::Result<SortItem> order_by_all();
  base::Result<void> behind_group_by(Select& select);       // WITH ROLLUP, GROUPING SETS (...)
  base::Result<void> behind_item(SelectItem& item);         // AS (a, b)
  base::Result<void> behind_star(SelectItem& item);         // EXCEPT (a, b)
  base::Result<void> order_of_partitions(QueryTree& tree);  // SORT BY and its like
  base::Result<std::int64_t> row_count(std::string_view clause);

 private:
  bool ends_behind(std::size_t ahead) const;
  base::Result<void> lateral_view(Select& select);
  base::Result<void> pivot(Select& select);
  base::Result<void> unpivot(Select& select);
  base::Result<Unpivot::Set> unpivot_set(bool several);
  base::Result<ExpressionPtr> column_name();
  base::Result<std::optional<Name>> alias();
  base::Result<std::vector<SortItem>> partition_keys();
  base::Result<std::vector<SelectItem>> pivot_items(std::string_view end);

  TokenStream& tokens_;
  ExpressionParser& expressions_;
};

}  // namespace sql
