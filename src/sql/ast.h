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

inline constexpr int kMaxDepth = 300;

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

struct TableName {
  std::vector<Name> parts;  // [[catalog.]database.]table
};

struct JoinTree;

struct Unnest {  // UNNEST(a, b) WITH ORDINALITY: a row for each item of arrays and maps
  Expressions values;
  bool with_ordinality = false;
};

struct Lateral {  // LATERAL (SELECT ...): may name the columns left of it
  QueryPtr query;
};

struct Range {  // range(start, end, step): of Spark, numbers that are written down
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 1;
};

// f(1, name => 2, TABLE(t) PARTITION BY a ORDER BY b): of Spark, a function that gives rows.
struct TableFunction {
  struct Argument {
    std::optional<Name> name;
    ExpressionPtr value;              // null: a table
    std::unique_ptr<JoinTree> table;  // one item
    Expressions partition_by = {};
    bool single_partition = false;
    std::vector<SortItem> order_by = {};
  };
  Name name;
  std::vector<Argument> arguments;
  bool lateral = false;  // may name the columns left of it
};

struct Sample {                      // TABLESAMPLE
  ExpressionPtr percentage;          // Trino's: how many of a hundred rows
  double share = 1;                  // Spark's PERCENT and BUCKET: of the rows
  std::optional<std::int64_t> rows;  // Spark's ROWS
  Position position;
};

// What stands between the joins of FROM: a table, a query, joins in parentheses or an UNNEST; with the names
// it is given.
struct FromItem {
  std::variant<TableName, QueryPtr, std::unique_ptr<JoinTree>, Unnest, Lateral, Range, TableFunction> source;
  std::optional<Name> alias;
  std::vector<Name> column_aliases;  // t(a, b)
  std::optional<Sample> sample = std::nullopt;
  Position position;
};

struct Join {
  enum class Kind { Inner, Left, Right, Full, Semi, Anti };  // the last two: Spark's
  Kind kind = Kind::Inner;
  bool natural = false;  // USING all the columns that both sides have
  FromItem item;
  ExpressionPtr on;  // null: a cross join, or USING
  std::vector<Name> using_columns;
  Position position;
};

struct JoinTree {  // first JOIN ... JOIN ...
  FromItem first;
  std::vector<Join> joins;
};

struct SelectItem {
  struct Column {
    ColumnName name;
    Position position;
  };
  ExpressionPtr expression;  // null: a star
  std::optional<Name> alias;
  std::optional<Name> star_qualifier;  // t.*
  bool fields_of_row = false;          // (row).*: a column for each field of the expression
  Position position;
  std::vector<Name> aliases = {};   // of a generator's columns or a star's: AS (a, b)
  std::vector<Column> except = {};  // of a star of Spark's: what it leaves out
};

// LATERAL VIEW [OUTER] explode(x) t AS a, b: of Spark, a row for each that the generator gives.
struct LateralView {
  ExpressionPtr generator;
  bool outer = false;
  Name table;
  std::vector<Name> columns;
  Position position;
};

// PIVOT (sum(x) AS s FOR c IN ('a' AS b, ...)): of Spark, a column for each value and aggregate.
struct Pivot {
  std::vector<SelectItem> aggregates;
  ExpressionPtr column;
  std::vector<SelectItem> values;
  std::optional<Name> alias;
  Position position;
};

// UNPIVOT (x FOR name IN (a, b AS c, ...)), or UNPIVOT ((x, y) FOR name IN ((a, b), ...)): of Spark, a row
// for each set of columns.
struct Unpivot {
  struct Set {
    std::vector<ExpressionPtr> columns;
    std::optional<Name> alias;
  };
  bool keeps_nulls = false;
  std::vector<Name> values;
  Name name;
  std::vector<Set> sets;
  std::optional<Name> alias;
  Position position;
};

struct NamedWindow {  // WINDOW name AS (...)
  Name name;
  Window window;
};

// What one element of GROUP BY stands for: its grouping sets. A plain key is one set of one.
struct GroupingElement {
  enum class Kind { Simple, Rollup, Cube, Sets };
  Kind kind = Kind::Simple;
  std::vector<Expressions> sets;
  Position position;
};

// SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ...
struct Select {
  bool distinct = false;
  std::vector<SelectItem> items;
  std::optional<JoinTree> from;
  std::vector<LateralView> lateral_views;
  std::optional<Pivot> pivot;
  std::optional<Unpivot> unpivot;
  ExpressionPtr where;
  std::vector<GroupingElement> group_by;
  bool different_sets = false;  // GROUP BY DISTINCT
  bool grouped = false;
  bool grouped_by_all = false;  // GROUP BY ALL, of Spark: by the items of the select list without aggregates
  ExpressionPtr having;
  std::vector<NamedWindow> windows;
  Position position;
};

struct Values {
  Expressions rows;  // each a Row, or the value of the only column
};

struct SetOperation {
  enum class Kind { Union, Intersect, Except };
  Kind kind = Kind::Union;
  bool all = false;
  QueryPtr left;
  QueryPtr right;
  Position position;  // of its word
};

struct CommonTable {  // name (a, b) AS (query)
  Name name;
  std::vector<Name> columns;
  QueryPtr query;
};

// WITH ... body ORDER BY ... OFFSET ... LIMIT ...
struct QueryTree {
  std::vector<CommonTable> with;
  std::variant<Select, Values, SetOperation, QueryPtr> body;  // the last: a query in parentheses
  std::vector<SortItem> order_by;
  std::optional<std::int64_t> offset;
  std::optional<std::int64_t> limit;
  bool recursive = false;  // WITH RECURSIVE
  bool fetches = false;    // the limit is FETCH FIRST's
  bool with_ties = false;
  Position order_position = {};
  Position offset_position = {};
  Position limit_position = {};
  Position position;
};

}  // namespace sql
