#include "sql/dialect.h"

#include <algorithm>
#include <array>

#include "sql/ast.h"

namespace sql {
namespace {

// https://trino.io/docs/current/language/reserved.html
constexpr std::array kTrinoReserved = std::to_array<std::string_view>({
    "ALTER",        "AND",
    "AS",           "BETWEEN",
    "BY",           "CASE",
    "CAST",         "CONSTRAINT",
    "CREATE",       "CROSS",
    "CUBE",         "CURRENT_CATALOG",
    "CURRENT_DATE", "CURRENT_PATH",
    "CURRENT_ROLE", "CURRENT_SCHEMA",
    "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "CURRENT_USER", "DEALLOCATE",
    "DELETE",       "DESCRIBE",
    "DISTINCT",     "DROP",
    "ELSE",         "END",
    "ESCAPE",       "EXCEPT",
    "EXECUTE",      "EXISTS",
    "EXTRACT",      "FALSE",
    "FOR",          "FROM",
    "FULL",         "GROUP",
    "GROUPING",     "HAVING",
    "IN",           "INNER",
    "INSERT",       "INTERSECT",
    "INTO",         "IS",
    "JOIN",         "JSON_ARRAY",
    "JSON_EXISTS",  "JSON_OBJECT",
    "JSON_QUERY",   "JSON_TABLE",
    "JSON_VALUE",   "LEFT",
    "LIKE",         "LISTAGG",
    "LOCALTIME",    "LOCALTIMESTAMP",
    "NATURAL",      "NORMALIZE",
    "NOT",          "NULL",
    "ON",           "OR",
    "ORDER",        "OUTER",
    "PREPARE",      "RECURSIVE",
    "RIGHT",        "ROLLUP",
    "SELECT",       "SKIP",
    "TABLE",        "THEN",
    "TRIM",         "TRUE",
    "UESCAPE",      "UNION",
    "UNNEST",       "USING",
    "VALUES",       "WHEN",
    "WHERE",        "WITH",
});

constexpr std::array kTrinoInfix = std::to_array<InfixOperator>({
    {"+", BinaryOperator::Add, kAdditive},
    {"-", BinaryOperator::Subtract, kAdditive},
    {"*", BinaryOperator::Multiply, kMultiplicative},
    {"/", BinaryOperator::Divide, kMultiplicative},
    {"%", BinaryOperator::Modulus, kMultiplicative},
    {"=", BinaryOperator::Equal, kPredicate},
    {"<>", BinaryOperator::NotEqual, kPredicate},
    {"!=", BinaryOperator::NotEqual, kPredicate},
    {"<", BinaryOperator::Less, kPredicate},
    {"<=", BinaryOperator::LessOrEqual, kPredicate},
    {">", BinaryOperator::Greater, kPredicate},
    {">=", BinaryOperator::GreaterOrEqual, kPredicate},
});

bool is_trino_reserved(std::string_view word) {
  return std::ranges::find(kTrinoReserved, word) != kTrinoReserved.end();
}

}  // namespace

const Dialect& trino() {
  static const Dialect dialect{.identifier_quote = '"',
                               .double_quoted_strings = false,
                               .backslash_escapes = false,
                               .is_reserved = is_trino_reserved,
                               .infix = kTrinoInfix,
                               .concatenation = kConcatenate};
  return dialect;
}

}  // namespace sql
