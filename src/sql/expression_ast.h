#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sql/token.h"

// The syntax tree: what was written, before any name or type is known. Plain values, owned by their parent. A
// tree is at most kMaxDepth deep, so that whoever walks it may recurse.
namespace sql {

inline constexpr int kMaxDepth = 600;

struct Name {
  std::string text;  // lower case, or as written when quoted
  Position position;
};

struct TypeName {
  std::string name;                           // lower case: varchar, decimal, timestamp with time zone
  std::vector<int> parameters;                // decimal(10,2)
  std::vector<TypeName> parts = {};           // array(integer), map(varchar, integer), row(a integer)
  std::vector<std::string> field_names = {};  // of a row, in lower case; "" for one without
  Position position;
};

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;
using Expressions = std::vector<ExpressionPtr>;
struct QueryTree;
using QueryPtr = std::unique_ptr<QueryTree>;

struct NullLiteral {};
struct BooleanLiteral {
  bool value = false;
};
struct NumberLiteral {
  enum class Kind { Integer, Decimal, Double } kind = Kind::Integer;
  std::string digits;       // as written, without a sign
  std::string suffix = "";  // of Spark's: L, BD, ... in upper case
};
struct StringLiteral {
  std::string value;
};
struct BinaryLiteral {
  std::string bytes;
};
struct TypedLiteral {  // DATE '2020-01-31'
  TypeName type;
  std::string value;
};
struct ColumnName {
  std::vector<Name> parts;  // [[database.]table.]column
};

enum class BinaryOperator {
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulus,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  NullSafeEqual,  // the rest: Spark's alone
  IntegerDivide,
  BitAnd,
  BitOr,
  BitXor,
  ShiftLeft,
  ShiftRight,
  ShiftRightUnsigned
};
std::string_view symbol(BinaryOperator op);
bool is_comparison(BinaryOperator op);

struct Negation {  // -x
  ExpressionPtr operand;
  bool of_digits = false;  // -1, whose sign belongs to the number; that of -(1) does not
};
struct Not {
  ExpressionPtr operand;
};
struct Binary {
  BinaryOperator op;
  ExpressionPtr left;
  ExpressionPtr right;
};
// Chains stay flat, so that a thousand ORs are not a thousand levels.
struct Logical {
  enum class Kind { And, Or } kind = Kind::And;
  Expressions terms;
};
struct Concatenation {  // a || b || c
  Expressions terms;
};
struct IsNull {
  ExpressionPtr operand;
  bool negated = false;
};
struct Between {
  ExpressionPtr value;
  ExpressionPtr low;
  ExpressionPtr high;
  bool negated = false;
};
struct InList {
  ExpressionPtr value;
  Expressions list;
  bool negated = false;
};
struct Like {
  ExpressionPtr value;
  ExpressionPtr pattern;
  ExpressionPtr escape;  // null: none
  bool negated = false;
};
struct Case {
  struct When {
    ExpressionPtr condition;
    ExpressionPtr result;
  };
  ExpressionPtr operand;  // null: a searched CASE
  std::vector<When> whens;
  ExpressionPtr otherwise;  // null: NULL
};
struct Cast {
  ExpressionPtr operand;
  TypeName type;
  bool safe = false;  // TRY_CAST
};
struct SortItem {
  ExpressionPtr expression;
  bool descending = false;
  bool nulls_first = false;
};

struct FrameBound {
  enum class Kind { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing };
  Kind kind = Kind::CurrentRow;
  ExpressionPtr distance;  // of Preceding and Following
};
struct Frame {
  enum class Unit { Rows, Range, Groups };
  Unit unit = Unit::Range;
  FrameBound start;
  FrameBound end;
  Position position;
};
struct Window {  // OVER (base PARTITION BY ... ORDER BY ... ROWS ...)
  std::optional<Name> base;
  Expressions partition_by;
  std::vector<SortItem> order_by;
  std::optional<Frame> frame;
  Position position;        // of what stands first in it
  Position order_position;  // of ORDER
  bool is_base = false;     // OVER w, without parentheses: the named window as it is
};

struct Call {
  Name function;
  bool distinct = false;
  bool star = false;  // count(*)
  Expressions arguments;
  ExpressionPtr filter;                 // FILTER (WHERE ...); null: none
  std::vector<SortItem> order_by = {};  // of an aggregate's rows
  bool ignore_nulls = false;
  std::unique_ptr<Window> over;  // null: no window function
  // Of Spark, among the arguments: to_json(struct(t.*)).
  struct Star {
    std::size_t before = 0;  // the argument that stands behind it
    ColumnName of;           // no parts: of all tables
  };
  std::vector<Star> stars = {};
};

struct AtTimeZone {  // value AT TIME ZONE 'Europe/Berlin', or INTERVAL '1' HOUR
  ExpressionPtr value;
  ExpressionPtr zone;
};
struct Interval {  // INTERVAL '2' DAY
  std::int64_t count = 0;
  std::string unit;     // lower case, down to millisecond
  std::string invalid;  // the text, where it does not count such units
};
// INTERVAL 1 DAY 2 HOURS, of Spark: a constant of months or of microseconds, and the units that its type
// names.
struct Duration {
  enum Unit { Year, Month, Day, Hour, Minute, Second };
  std::int64_t count = 0;  // months where the units are years and months, else microseconds
  Unit first = Day;
  Unit last = Day;
};
struct Row {  // (a, b), ROW(a, b)
  Expressions items;
};
struct ArrayOf {  // ARRAY[a, b]
  Expressions items;
};
struct Subscript {  // value[index]
  ExpressionPtr value;
  ExpressionPtr index;
};
struct FieldAccess {  // (value).name
  ExpressionPtr value;
  Name name;
};
struct Lambda {  // x -> body, (x, y) -> body
  std::vector<Name> parameters;
  ExpressionPtr body;
};
struct Try {  // TRY(value): NULL where it fails
  ExpressionPtr value;
};
struct IsDistinct {  // a IS DISTINCT FROM b
  ExpressionPtr left;
  ExpressionPtr right;
  bool negated = false;
};

struct Subquery {  // (SELECT ...): its only value
  QueryPtr query;
};
struct InSubquery {
  ExpressionPtr value;
  QueryPtr query;
  bool negated = false;
};
struct Exists {
  QueryPtr query;
};

struct Quantified {  // value < ALL (SELECT ...); SOME is ANY
  BinaryOperator op = BinaryOperator::Equal;
  bool all = false;
  ExpressionPtr value;
  QueryPtr query;
};

// JSON_VALUE(input, 'lax $.a' PASSING v AS "x" ...) and its kin, with the clauses that each of them has.
struct JsonForm {
  enum class Kind { Exists, Value, Query, Array, Object };
  struct Operand {
    ExpressionPtr value;
    bool is_json = false;         // FORMAT JSON
    Name name = {};               // of a variable, as paths write it
    ExpressionPtr key = nullptr;  // of a member
  };
  struct Behavior {  // ON EMPTY, ON ERROR
    enum class Kind { Null, Error, Default, Array, Object, True, False, Unknown };
    Kind kind = Kind::Null;
    ExpressionPtr otherwise = nullptr;  // of Default
  };
  enum class Wrapper { Without, Conditional, Unconditional };

  Kind kind = Kind::Exists;
  Operand input;  // of the first three, with the path
  std::string path;
  Position path_position;
  std::optional<Name> path_name;
  std::vector<Operand> operands;  // variables, items or members
  std::optional<TypeName> returning;
  Wrapper wrapper = Wrapper::Without;
  bool keeps_quotes = true;
  bool keeps_nulls = true;   // NULL ON NULL
  bool unique_keys = false;  // WITH UNIQUE KEYS
  Behavior on_empty;
  Behavior on_error;
};

struct Expression {
  using Node =
      std::variant<NullLiteral, BooleanLiteral, NumberLiteral, StringLiteral, BinaryLiteral, TypedLiteral,
                   ColumnName, Negation, Not, Binary, Logical, Concatenation, IsNull, Between, InList, Like,
                   Case, Cast, Call, AtTimeZone, Interval, Row, ArrayOf, Subscript, FieldAccess, Lambda, Try,
                   IsDistinct, Subquery, InSubquery, Exists, Quantified, Duration, JsonForm>;
  Node node;
  Position position;
  int depth = 1;  // of the tree below, this node included
};

}  // namespace sql
