#include <fmt/format.h>

#include "sql/from_parser.h"
#include "sql/spark_errors.h"
#include "sql/spark_from.h"

// Calls of table functions in FROM
// (https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-tvf.html).
namespace sql {
base::Result<TableFunction> FromParser::function_call() {
  TableFunction function{.lateral = tokens_.take_keyword("LATERAL")};
  function.name = TRY(tokens_.expect_name());
  TRY(tokens_.expect_symbol("("));
  while (!tokens_.take_symbol(")")) {
    if (!function.arguments.empty()) TRY(tokens_.expect_symbol(","));
    function.arguments.push_back(TRY(function_argument()));
  }
  return function;
}

base::Result<TableFunction::Argument> FromParser::function_argument() {
  TableFunction::Argument argument;
  if (tokens_.at_symbol("=>", 1)) {
    // A word that is no name elsewhere may be one here: end => 2.
    const Position position = tokens_.position();
    argument.name =
        tokens_.at_name() ? TRY(tokens_.expect_name()) : Name{std::string(tokens_.take().text), position};
    tokens_.take();
  }
  if (tokens_.at_keyword("TABLE"))
    TRY(table_argument(argument));
  else
    argument.value = TRY(expressions_.parse());
  return argument;
}

// TABLE(t) or TABLE(SELECT ...), and how its rows come
base::Result<void> FromParser::table_argument(TableFunction::Argument& argument) {
  tokens_.take();
  FromItem item{.position = tokens_.position()};
  if (!tokens_.at_symbol("(")) {
    const Token name = tokens_.peek();
    return spark_error(name.position,
                       "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES",
                       "Invalid SQL syntax: Syntax error: call to table-valued function is invalid because "
                       "parentheses are missing around the provided TABLE argument <argumentName>; please "
                       "surround this with parentheses and try again.",
                       {{"argumentName", fmt::format("`{}`", name.text)}});
  }
  if (tokens_.at_query(1)) {
    item.source = TRY(query_in_parentheses());
  } else {
    tokens_.take();
    item.source = TRY(table_name());
    TRY(tokens_.expect_symbol(")"));
  }
  argument.table = std::make_unique<JoinTree>(JoinTree{.first = std::move(item)});
  return arrangement(argument);
}

// [WITH SINGLE PARTITION | PARTITION BY (a, b)] [ORDER BY (a, b DESC)]: without parentheses, one each
base::Result<void> FromParser::arrangement(TableFunction::Argument& argument) {
  if (tokens_.at_keyword("WITH") && tokens_.at_keyword("SINGLE", 1)) {
    tokens_.take();
    tokens_.take();
    TRY(tokens_.expect_keyword("PARTITION"));
    argument.single_partition = true;
  } else if (tokens_.take_keyword("PARTITION") || tokens_.take_keyword("DISTRIBUTE")) {
    TRY(tokens_.expect_keyword("BY"));
    argument.partition_by = TRY(expressions_.grouping_set());
  }
  if (!tokens_.take_keyword("ORDER") && !tokens_.take_keyword("SORT")) return {};
  TRY(tokens_.expect_keyword("BY"));
  const bool list = tokens_.take_symbol("(");
  do {
    argument.order_by.push_back(TRY(expressions_.sort_item()));
  } while (list && tokens_.take_symbol(","));
  return list ? tokens_.expect_symbol(")") : base::Result<void>();
}

}  // namespace sql
