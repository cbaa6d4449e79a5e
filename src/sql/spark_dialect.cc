#include <algorithm>
#include <array>

#include "sql/dialect.h"
#include "sql/expression_analyzer.h"
#include "sql/rules.h"
#include "sql/spark_calls.h"
#include "sql/spark_errors.h"
#include "sql/spark_functions.h"
#include "sql/spark_label.h"

namespace sql {
namespace {

// Outside its ANSI mode Spark reserves no word; these are the ones that end or join the parts of a query, so
// that here they are names in backticks only.
constexpr std::array kReserved = std::to_array<std::string_view>({
    "AND",        "ANTI",   "AS",      "BETWEEN",   "BY",     "CASE",   "CLUSTER", "CROSS",       "DISTINCT",
    "DISTRIBUTE", "ELSE",   "END",     "EXCEPT",    "FALSE",  "FROM",   "FULL",    "GROUP",       "HAVING",
    "ILIKE",      "IN",     "INNER",   "INTERSECT", "IS",     "JOIN",   "LATERAL", "LEFT",        "LIKE",
    "LIMIT",      "MINUS",  "NATURAL", "NOT",       "NULL",   "OFFSET", "ON",      "OR",          "ORDER",
    "PIVOT",      "REGEXP", "RIGHT",   "RLIKE",     "SELECT", "SEMI",   "SORT",    "TABLESAMPLE", "THEN",
    "TRUE",       "UNION",  "UNPIVOT", "USING",     "WHEN",   "WHERE",
});

bool is_reserved(std::string_view word) {
  return std::ranges::find(kReserved, word) != kReserved.end();
}

constexpr std::array kInfix = std::to_array<InfixOperator>({
    {"+", BinaryOperator::Add, kAdditive},
    {"-", BinaryOperator::Subtract, kAdditive},
    {"*", BinaryOperator::Multiply, kMultiplicative},
    {"/", BinaryOperator::Divide, kMultiplicative},
    {"%", BinaryOperator::Modulus, kMultiplicative},
    {"DIV", BinaryOperator::IntegerDivide, kMultiplicative},
    {"<<", BinaryOperator::ShiftLeft, kShift},
    {">>>", BinaryOperator::ShiftRightUnsigned, kShift},  // before its beginnings
    {">>", BinaryOperator::ShiftRight, kShift},
    {"&", BinaryOperator::BitAnd, kBitAnd},
    {"^", BinaryOperator::BitXor, kBitXor},
    {"|", BinaryOperator::BitOr, kBitOr},
    {"=", BinaryOperator::Equal, kComparison},
    {"==", BinaryOperator::Equal, kComparison},
    {"<=>", BinaryOperator::NullSafeEqual, kComparison},
    {"<>", BinaryOperator::NotEqual, kComparison},
    {"!=", BinaryOperator::NotEqual, kComparison},
    {"<", BinaryOperator::Less, kComparison},
    {"<=", BinaryOperator::LessOrEqual, kComparison},
    {">", BinaryOperator::Greater, kComparison},
    {">=", BinaryOperator::GreaterOrEqual, kComparison},
});

constexpr std::array kTextPredicates = std::to_array<TextPredicate>({
    {"RLIKE", "rlike"},
    {"REGEXP", "rlike"},
    {"ILIKE", "ilike"},
});

constexpr Rules kRules{.analyze = ExpressionAnalyzer::spark,
                       .is_aggregate = is_spark_aggregate,
                       .is_generator = is_spark_generator,
                       .label = spark_label,
                       .near = spark_syntax_error,
                       .unresolved_column = spark_unresolved_column,
                       .not_aggregated = spark_not_aggregated,
                       .no_table = spark_no_table,
                       .ambiguous_column = spark_ambiguous_column,
                       .unresolved_star = spark_unresolved_star,
                       .no_struct = spark_no_struct,
                       .no_such_place = spark_no_such_place,
                       .unlike_operands = spark_unlike_operands,
                       .wide_subquery = spark_wide_subquery,
                       .unlike_rows = spark_unlike_rows,
                       .check_calls = check_spark_calls,
                       .aggregate_at_place = spark_aggregate_at_place};

}  // namespace

const Dialect& spark() {
  static const Dialect dialect{.identifier_quote = '`',
                               .double_quoted_strings = true,
                               .backslash_escapes = true,
                               .is_reserved = is_reserved,
                               .infix = kInfix,
                               .concatenation = kAdditive,
                               .text_predicates = kTextPredicates,
                               .keeps_case = true,
                               .nulls_come_first = true,
                               .spark_grammar = true,
                               .rules = &kRules};
  return dialect;
}

}  // namespace sql
