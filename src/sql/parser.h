#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/ast.h"
#include "sql/dialect.h"
#include "sql/parameters.h"
#include "sql/token_stream.h"
#include "sql/types.h"

namespace sql {

// The tree of one query with these values for its `?`; a trailing semicolon is accepted. Every error is a
// SYNTAX_ERROR with its place; what the language has and we do not do yet is refused by its name, as
// NOT_SUPPORTED.
base::Result<QueryTree> parse_query(std::string_view text, const Dialect& dialect, Parameters parameters = {},
                                    SessionNames session = {});

// The same, where the dialect has parameters of another kind.
using BindTokens = std::function<base::Result<std::vector<Token>>(std::vector<Token>)>;
base::Result<QueryTree> parse_query(std::string_view text, const Dialect& dialect, const BindTokens& bind,
                                    SessionNames session = {});

// One expression, with the name that AS gives it.
struct NamedExpression {
  ExpressionPtr expression;
  std::optional<Name> alias;
};
base::Result<NamedExpression> parse_expression(std::string_view text, const Dialect& dialect);

// The name of a table, alone.
base::Result<TableName> parse_table_name(std::string_view text, const Dialect& dialect);

// A type as queries write it: varchar, array(integer).
base::Result<Type> parse_type(std::string_view text);

}  // namespace sql
