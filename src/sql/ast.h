#pragma once

#include "sql/expression_ast.h"

// The syntax tree of queries, around that of expressions.
namespace sql {

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
  bool keeps_tables = false;         // of Spark's pipes: a query whose columns have the names of its tables
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
  // t.*; of Spark it may be the fields of a struct t, which the expression is then.
  std::optional<Name> star_qualifier;
  bool fields_of_row = false;  // (row).*: a column for each field of the expression
  Position position;
  std::vector<Name> aliases = {};   // of a generator's columns or a star's: AS (a, b)
  std::vector<Column> except = {};  // of a star of Spark's: what it leaves out
  // Of Spark's |> SET: all columns, this one with the expression as its value.
  std::optional<Name> replaced = std::nullopt;
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
  std::optional<SortItem> order_by_all = std::nullopt;  // of Spark: by every column; it has no expression
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
