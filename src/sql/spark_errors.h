#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "sql/ast.h"
#include "sql/scope.h"

namespace sql {

// Errors in Spark's words, with its error classes
// (https://spark.apache.org/docs/latest/sql-error-conditions.html): "[CLASS] text; line 1 pos 7". In the
// text, <name> stands for the parameter of that name.
using ErrorParameters = std::vector<std::pair<std::string, std::string>>;
base::Error spark_error(Position position, std::string_view error_class, std::string_view text,
                        ErrorParameters parameters = {});

base::Error spark_syntax_error(const Token& near);
base::Error spark_unresolved_column(const Scope& scope, const ColumnName& name, Position position);
base::Error spark_not_aggregated(std::string_view column, bool grouped, Position position);
base::Error spark_no_table(const TableName& name, Position position);
base::Error spark_ambiguous_column(const Scope& scope, const ColumnName& name, Position position);
base::Error spark_unresolved_star(const Scope& scope, const Name& qualifier, Position position);
base::Error spark_no_struct(const Expression& expression, Position position);
base::Error spark_no_such_place(std::string_view clause, std::string_view number, std::size_t columns,
                                Position position);
base::Error spark_unlike_operands(std::string_view operation, std::size_t left, std::size_t right,
                                  Position position);
base::Error spark_negative_row_count(std::string_view clause, std::string_view label, std::int64_t rows,
                                     Position position);
base::Error spark_wide_subquery(std::size_t columns, Position position);
base::Error spark_unlike_rows(std::size_t expected, std::size_t found, std::size_t row, Position position);

// An error of the planning of `text` as Spark tells it: with the line that a syntax error stands in, and in
// Spark's class where the front-end speaks for itself.
base::Error in_sparks_words(base::Error error, std::string_view text);

}  // namespace sql
