#pragma once

#include <functional>

#include "sql/expression_parser.h"

namespace sql {

class SparkFrom;

// Refuses a query or join within too many others.
base::Result<void> check_nesting(int nesting, const TokenStream& tokens);

// FROM: tables, queries and joins, with the names that they are given
// (https://trino.io/docs/current/sql/select.html#from-clause). One thread; lives as long as the parse.
class FromParser {
 public:
  struct Queries {
    std::function<base::Result<QueryPtr>()> query;   // a whole one
    std::function<base::Result<QueryPtr>()> values;  // VALUES alone
  };
  // `nesting`: of queries and joins around the place, counted by all that parse the query.
  FromParser(TokenStream& tokens, ExpressionParser& expressions, int& nesting, Queries queries)
      : tokens_(tokens), expressions_(expressions), nesting_(nesting), queries_(std::move(queries)) {}

  base::Result<JoinTree> parse();  // behind FROM

  base::Result<TableName> table_name();
  base::Result<std::optional<Name>> alias();         // [AS] name
  base::Result<std::vector<Name>> column_aliases();  // (a, b)
  base::Result<QueryPtr> query_in_parentheses();
  bool at_join() const;
  base::Result<Join> join(Position left);  // `left` is where the left side begins

 private:
  bool at_alias() const;
  base::Result<JoinTree> joined();
  static base::Result<FromItem> as_item(JoinTree tree);
  base::Result<Join> spark_join(Join join);
  Join::Kind join_kind();
  base::Result<void> join_criteria(Join& join);
  base::Result<FromItem> from_item();
  base::Result<Sample> sample();
  base::Error table_function();
  base::Result<TableFunction> function_call();
  base::Result<TableFunction::Argument> function_argument();
  base::Result<void> table_argument(TableFunction::Argument& argument);
  base::Result<void> arrangement(TableFunction::Argument& argument);
  base::Result<Unnest> unnest();
  base::Result<void> item_in_parentheses(FromItem& item);
  bool query_ends_group() const;
  bool is_spark() const { return tokens_.dialect().spark_grammar; }
  SparkFrom spark_from() const;

  TokenStream& tokens_;
  ExpressionParser& expressions_;
  int& nesting_;
  const Queries queries_;
};

}  // namespace sql
