#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sql {

struct Rules;
enum class BinaryOperator;

// How strongly operators bind, from the loosest.
enum Power {
  kOr = 1,
  kAnd,
  kNot,
  kPredicate,   // of which an expression has one: IS, IN, BETWEEN, LIKE
  kComparison,  // where comparisons are operators like others: a = b = c
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kConcatenate,
  kAdditive,
  kMultiplicative,
  kSign
};

struct InfixOperator {
  std::string_view text;  // a symbol, or a word in upper case
  BinaryOperator op;
  Power power;
};

// A predicate that is the call of a function: x RLIKE y.
struct TextPredicate {
  std::string_view word;
  std::string_view function;
};

// How one kind of SQL differs from the others: lexer, parser and analyzer are the same for all, and read this
// table.
struct Dialect {
  char identifier_quote;                                  // the one that quotes names
  bool double_quoted_strings;                             // "x" is a string
  bool backslash_escapes;                                 // '\n' is one character
  bool (*is_reserved)(std::string_view upper_case_word);  // may not be a name without quotes
  std::span<const InfixOperator> infix;
  Power concatenation;  // of ||
  std::span<const TextPredicate> text_predicates = {};
  bool keeps_case = false;        // a name without quotes is as written, not in lower case
  bool nulls_come_first = false;  // ORDER BY has NULL below all values: first ascending, last descending
  bool spark_grammar = false;     // the forms of spark_grammar.cc, in place of Trino's where they differ
  const Rules* rules = nullptr;   // what expressions mean; null: Trino's, which has types while it plans
};

// Athena's queries: the SQL of Trino.
const Dialect& trino();

// The queries of Glue's jobs: the SQL of Spark, ANSI mode off.
const Dialect& spark();

}  // namespace sql
