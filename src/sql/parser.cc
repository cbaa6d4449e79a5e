#include "sql/parser.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/expression_parser.h"
#include "sql/from_parser.h"
#include "sql/lexer.h"
#include "sql/spark_clauses.h"
#include "sql/spark_errors.h"
#include "sql/spark_identifiers.h"
#include "sql/spark_pipe.h"
#include "sql/statement.h"

namespace sql {
namespace {

constexpr std::size_t kMaxSetOperations = 5'000;      // in a row
constexpr std::size_t kMaxUnlikeSetOperations = 100;  // each is one relation deeper

class QueryParser {
 public:
  explicit QueryParser(TokenStream& tokens)
      : tokens_(tokens),
        expressions_(tokens, [this] { return query_pointer(); }),
        from_(tokens, expressions_, nesting_,
              {.query = [this] { return query_pointer(); },
               .values = [this]() -> base::Result<QueryPtr> {
                 const Position position = tokens_.position();
                 return std::make_unique<QueryTree>(QueryTree{.body = TRY(values()), .position = position});
               }}) {}

  base::Result<QueryTree> statement() {
    for (std::string_view word : {"MAP", "REDUCE"})
      if (is_spark() && tokens_.at_keyword(word))
        return not_supported_yet(tokens_.position(), std::string(word));
    if (!tokens_.at_query() && !tokens_.at_symbol("(")) return tokens_.mismatch("'SELECT', <query>");
    QueryTree tree = TRY(query());
    tokens_.take_symbol(";");
    if (!tokens_.at_end()) return tokens_.mismatch("<EOF>");
    return tree;
  }

 private:
  base::Result<QueryTree> query() {
    TRY(check_nesting(nesting_, tokens_));
    ++nesting_;
    const Position position = tokens_.position();
    const bool recursive = tokens_.at_keyword("WITH") && tokens_.at_keyword("RECURSIVE", 1);
    std::vector<CommonTable> with = TRY(common_tables());
    QueryTree tree = TRY(set_operations());
    if (tokens_.at_symbol("|>")) tree = TRY(piped(std::move(tree)));
    tree.recursive = recursive;
    tree.with = std::move(with);
    tree.position = position;
    TRY(order_by(tree));
    TRY(offset_and_limit(tree));
    --nesting_;
    return tree;
  }

  base::Result<QueryPtr> query_pointer() { return std::make_unique<QueryTree>(TRY(query())); }

  base::Result<std::vector<CommonTable>> common_tables() {
    std::vector<CommonTable> tables;
    if (!tokens_.take_keyword("WITH")) return tables;
    tokens_.take_keyword("RECURSIVE");
    do {
      CommonTable table{.name = TRY(tokens_.expect_name())};
      table.columns = TRY(from_.column_aliases());
      TRY(tokens_.expect_keyword("AS"));
      table.query = TRY(from_.query_in_parentheses());
      tables.push_back(std::move(table));
    } while (tokens_.take_symbol(","));
    return tables;
  }

  // Of Spark: query |> operator |> ... As ORDER BY and LIMIT may stand behind it, they are those of a query
  // around it where it has its own.
  base::Result<QueryTree> piped(QueryTree tree) {
    SparkPipe pipe(tokens_, expressions_, from_,
                   {.operand = [this] { return query_primary(); },
                    .select = [this](Select& select) -> base::Result<void> {
                      TRY(select_list(select));
                      TRY(group_by(select));
                      return windows(select);
                    },
                    .item = [this] { return select_item(); },
                    .order = [this](QueryTree& of) { return order_by(of); },
                    .limit = [this](QueryTree& of) { return offset_and_limit(of); }});
    return pipe.behind(std::move(tree));
  }

  // UNION and EXCEPT from left to right, INTERSECT before them.
  base::Result<QueryTree> set_operations() {
    std::vector<QueryTree> operands;
    std::vector<SetOperation> operations;
    operands.push_back(TRY(intersections()));
    while (tokens_.at_keyword("UNION") || at_except()) {
      if (operations.size() >= kMaxSetOperations) return too_many_set_operations(kMaxSetOperations);
      const bool except = at_except();
      operations.push_back(set_operation(except ? SetOperation::Kind::Except : SetOperation::Kind::Union));
      operands.push_back(TRY(intersections()));
    }
    return in_a_row(std::move(operations), std::move(operands));
  }

  // From left to right. Of very many, those that are alike are put together in a tree that does not nest
  // deeply; few are not, so that an error is told of the first that does not fit.
  base::Result<QueryTree> in_a_row(std::vector<SetOperation> operations, std::vector<QueryTree> operands) {
    const bool many = operations.size() > kMaxUnlikeSetOperations;
    QueryTree left = std::move(operands[0]);
    std::size_t depth = 0;
    for (std::size_t i = 0; i < operations.size(); ++depth) {
      if (depth >= kMaxUnlikeSetOperations) return too_many_set_operations(kMaxUnlikeSetOperations);
      std::size_t end = i + 1;
      while (many && end < operations.size() && is_same_union(operations[i], operations[end])) ++end;
      std::vector<QueryTree> alike;
      alike.push_back(std::move(left));
      for (std::size_t operand = i + 1; operand <= end; ++operand)
        alike.push_back(std::move(operands[operand]));
      left = balanced(operations[i], std::move(alike));
      i = end;
    }
    return left;
  }

  static bool is_same_union(const SetOperation& a, const SetOperation& b) {
    return a.kind == SetOperation::Kind::Union && b.kind == a.kind && b.all == a.all;
  }

  // What comes twice need go only once, at the end.
  static QueryTree balanced(const SetOperation& operation, std::vector<QueryTree> operands) {
    while (operands.size() > 1) {
      const bool last = operands.size() == 2;
      std::vector<QueryTree> half;
      for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
        SetOperation pair{operation.kind, operation.all || !last, {}, {}, operation.position};
        half.push_back(combine(std::move(pair), std::move(operands[i]), std::move(operands[i + 1])));
      }
      if (operands.size() % 2 == 1) half.push_back(std::move(operands.back()));
      operands = std::move(half);
    }
    return std::move(operands.front());
  }

  bool at_except() const {
    return tokens_.at_keyword("EXCEPT") || (is_spark() && tokens_.at_keyword("MINUS"));
  }

  bool is_spark() const { return tokens_.dialect().spark_grammar; }
  SparkClauses spark_clauses() { return {tokens_, expressions_}; }

  base::Result<QueryTree> intersections() {
    QueryTree left = TRY(query_primary());
    for (std::size_t count = 0; tokens_.at_keyword("INTERSECT"); ++count) {
      if (count >= kMaxUnlikeSetOperations) return too_many_set_operations(kMaxUnlikeSetOperations);
      SetOperation operation = set_operation(SetOperation::Kind::Intersect);
      left = combine(std::move(operation), std::move(left), TRY(query_primary()));
    }
    return left;
  }

  base::Error too_many_set_operations(std::size_t most) const {
    return syntax_error(tokens_.position(),
                        fmt::format("the query has more than {} set operations in a row", most));
  }

  SetOperation set_operation(SetOperation::Kind kind) {
    SetOperation operation{.kind = kind, .position = tokens_.take().position};
    operation.all = tokens_.take_keyword("ALL");
    if (!operation.all) tokens_.take_keyword("DISTINCT");
    return operation;
  }

  static QueryTree combine(SetOperation operation, QueryTree left, QueryTree right) {
    const Position position = left.position;
    operation.left = std::make_unique<QueryTree>(std::move(left));
    operation.right = std::make_unique<QueryTree>(std::move(right));
    return QueryTree{.body = std::move(operation), .position = position};
  }

  base::Result<QueryTree> query_primary() {
    const Position position = tokens_.position();
    if (tokens_.at_symbol("("))
      return QueryTree{.body = TRY(from_.query_in_parentheses()), .position = position};
    if (tokens_.at_keyword("VALUES")) return named(QueryTree{.body = TRY(values()), .position = position});
    if (is_spark() && tokens_.at_keyword("FROM"))
      return QueryTree{.body = TRY(select_behind_from()), .position = position};
    if (tokens_.at_keyword("TABLE")) return QueryTree{.body = TRY(whole_table()), .position = position};
    if (!tokens_.at_keyword("SELECT")) return tokens_.mismatch("'SELECT', <query>");
    return QueryTree{.body = TRY(select()), .position = position};
  }

  base::Result<Values> values() {
    tokens_.take();
    Values values;
    do {
      values.rows.push_back(TRY(expressions_.parse()));
    } while (tokens_.take_symbol(","));
    return values;
  }

  // Of Spark: VALUES ... AS t(a, b) is SELECT * FROM (VALUES ...) AS t(a, b).
  base::Result<QueryTree> named(QueryTree values) {
    const Position position = values.position;
    const std::optional<Name> alias = is_spark() ? TRY(from_.alias()) : std::nullopt;
    if (!alias) return values;
    FromItem item{.source = std::make_unique<QueryTree>(std::move(values)), .alias = alias};
    item.column_aliases = TRY(from_.column_aliases());
    item.position = position;
    return QueryTree{.body = whole_of(std::move(item), position), .position = position};
  }

  static Select whole_of(FromItem item, Position position) {
    Select select{.position = position};
    select.items.push_back({.position = position});
    select.from.emplace();
    select.from->first = std::move(item);
    return select;
  }

  // Of Spark: FROM t SELECT a WHERE ..., or FROM t alone, which is all of it.
  base::Result<Select> select_behind_from() {
    Select select{.position = tokens_.take().position};
    select.from = TRY(from_.parse());
    TRY(spark_clauses().behind_from(select));
    for (std::string_view word : {"INSERT", "MAP", "REDUCE"}) {
      if (tokens_.at_keyword(word))
        return not_supported_yet(tokens_.position(), fmt::format("{} behind FROM", word));
    }
    if (!tokens_.at_keyword("SELECT")) {
      select.items.push_back({.position = select.position});
      return select;
    }
    TRY(select_list(select));
    TRY(behind_from(select));
    if (tokens_.at_keyword("SELECT") || tokens_.at_keyword("INSERT"))
      return not_supported_yet(tokens_.position(), "more than one query behind one FROM");
    return select;
  }

  // TABLE t: SELECT * FROM t
  base::Result<Select> whole_table() {
    const Position begin = tokens_.take().position;
    const Position position = tokens_.position();
    return whole_of(FromItem{.source = TRY(from_.table_name()), .position = position}, begin);
  }

  base::Result<Select> select() {
    Select select;
    TRY(select_list(select));
    if (tokens_.take_keyword("FROM")) select.from = TRY(from_.parse());
    if (is_spark()) TRY(spark_clauses().behind_from(select));
    TRY(behind_from(select));
    return select;
  }

  base::Result<void> select_list(Select& select) {
    select.position = tokens_.take().position;
    select.distinct = tokens_.take_keyword("DISTINCT");
    if (!select.distinct) tokens_.take_keyword("ALL");
    do {
      select.items.push_back(TRY(select_item()));
    } while (tokens_.take_symbol(","));
    return {};
  }

  base::Result<void> behind_from(Select& select) {
    if (tokens_.take_keyword("WHERE")) select.where = TRY(expressions_.parse());
    TRY(group_by(select));
    if (tokens_.take_keyword("HAVING")) select.having = TRY(expressions_.parse());
    return windows(select);
  }

  base::Result<SelectItem> select_item() {
    SelectItem item{.position = tokens_.position()};
    if (tokens_.take_symbol("*")) {
      if (is_spark()) TRY(spark_clauses().behind_star(item));
      return item;
    }
    item.expression = TRY(expressions_.parse());
    if (tokens_.at_symbol(".") && tokens_.at_symbol("*", 1)) return qualified_star(std::move(item));
    if (is_spark()) TRY(spark_clauses().behind_item(item));
    item.alias = TRY(from_.alias());
    return item;
  }

  // t.*, or row.* of what is more than one name.
  base::Result<SelectItem> qualified_star(SelectItem item) {
    tokens_.take();
    tokens_.take();
    const auto* name = std::get_if<ColumnName>(&item.expression->node);
    item.fields_of_row = name == nullptr || name->parts.size() > 1;
    if (!item.fields_of_row) item.star_qualifier = name->parts[0];
    if (is_spark()) {
      TRY(spark_clauses().behind_star(item));
      return item;
    }
    if (!item.fields_of_row) item.expression = nullptr;
    if (!tokens_.take_keyword("AS")) return item;
    item.aliases = TRY(from_.column_aliases());
    if (item.aliases.empty()) return tokens_.mismatch("'('");
    return item;
  }

  base::Result<void> group_by(Select& select) {
    if (!tokens_.take_keyword("GROUP")) return {};
    TRY(tokens_.expect_keyword("BY"));
    if (is_spark() && spark_clauses().take_all()) {
      select.grouped = select.grouped_by_all = true;
      return {};
    }
    if (!is_spark() && !tokens_.take_keyword("ALL")) select.different_sets = tokens_.take_keyword("DISTINCT");
    select.grouped = true;
    do {
      select.group_by.push_back(TRY(grouping_element()));
    } while (tokens_.take_symbol(","));
    if (is_spark()) TRY(spark_clauses().behind_group_by(select));
    return {};
  }

  base::Result<GroupingElement> grouping_element() {
    using Kind = GroupingElement::Kind;
    GroupingElement element{.position = tokens_.position()};
    if (tokens_.at_keyword("GROUPING") && tokens_.at_keyword("SETS", 1)) {
      tokens_.take();
      element.kind = Kind::Sets;
    } else if (tokens_.at_keyword("CUBE")) {
      element.kind = Kind::Cube;
    } else if (tokens_.at_keyword("ROLLUP")) {
      element.kind = Kind::Rollup;
    } else {
      element.sets.push_back(TRY(expressions_.grouping_set()));
      return element;
    }
    tokens_.take();
    element.sets = TRY(expressions_.grouping_sets());
    return element;
  }

  base::Result<void> windows(Select& select) {
    if (!tokens_.take_keyword("WINDOW")) return {};
    do {
      NamedWindow named{.name = TRY(tokens_.expect_name())};
      TRY(tokens_.expect_keyword("AS"));
      named.window = TRY(expressions_.window());
      select.windows.push_back(std::move(named));
    } while (tokens_.take_symbol(","));
    return {};
  }

  base::Result<void> order_by(QueryTree& tree) {
    tree.order_position = tokens_.position();
    if (is_spark() && spark_clauses().at_order_by_all()) {
      tree.order_by_all = TRY(spark_clauses().order_by_all());
      return {};
    }
    if (tokens_.take_keyword("ORDER")) tree.order_by = TRY(expressions_.sort_items());
    if (is_spark()) TRY(spark_clauses().order_of_partitions(tree));
    return {};
  }

  base::Result<void> offset_and_limit(QueryTree& tree) {
    tree.offset_position = tokens_.position();
    if (tokens_.take_keyword("OFFSET")) {
      tree.offset = TRY(row_count("offset"));
      if (!tokens_.take_keyword("ROWS")) tokens_.take_keyword("ROW");
    }
    tree.limit_position = tokens_.position();
    if (tokens_.at_keyword("FETCH")) return fetch(tree);
    if (!tokens_.take_keyword("LIMIT")) return {};
    if (!tokens_.take_keyword("ALL")) tree.limit = TRY(row_count());
    if (is_spark() && !tree.offset && tokens_.take_keyword("OFFSET")) tree.offset = TRY(row_count("offset"));
    return {};
  }

  // FETCH {FIRST | NEXT} [n] {ROW | ROWS} {ONLY | WITH TIES}
  base::Result<void> fetch(QueryTree& tree) {
    const Position position = tokens_.take().position;
    tree.fetches = true;
    if (!tokens_.take_keyword("FIRST") && !tokens_.take_keyword("NEXT"))
      return tokens_.mismatch("'FIRST', 'NEXT'");
    const bool one = tokens_.at_keyword("ROW") || tokens_.at_keyword("ROWS");
    tree.limit = one ? 1 : TRY(row_count());
    if (*tree.limit == 0)
      return error_at(position, "NUMERIC_VALUE_OUT_OF_RANGE",
                      "FETCH FIRST row count must be positive (actual value: 0)");
    if (!tokens_.take_keyword("ROW") && !tokens_.take_keyword("ROWS"))
      return tokens_.mismatch("'ROW', 'ROWS'");
    if (!tokens_.take_keyword("WITH")) return tokens_.expect_keyword("ONLY");
    tree.with_ties = true;
    TRY(tokens_.expect_keyword("TIES"));
    if (tree.order_by.empty())
      return error_at(position, "MISSING_ORDER_BY", "FETCH FIRST WITH TIES clause requires ORDER BY");
    return {};
  }

  base::Result<std::int64_t> row_count(std::string_view clause = "limit") {
    if (is_spark()) return spark_clauses().row_count(clause);
    const Token& token = tokens_.peek();
    if (tokens_.at_symbol("?")) return not_supported_yet(token.position, "a parameter (?)");
    if (token.kind != TokenKind::Integer) return tokens_.mismatch("<integer>");
    const std::optional<std::int64_t> rows = base::parse_int(token.text);
    if (!rows) return error_at(token.position, "TYPE_MISMATCH", "Invalid row count: " + token.text);
    tokens_.take();
    return *rows;
  }

  TokenStream& tokens_;
  ExpressionParser expressions_;
  int nesting_ = 0;
  FromParser from_;
};

}  // namespace

base::Result<QueryTree> parse_query(std::string_view text, const Dialect& dialect, const BindTokens& bind,
                                    SessionNames session) {
  const std::optional<StatementKind> kind = classify(text);
  if (kind && !kind->supported) return not_supported_yet(kind->position, std::string(kind->word));
  TokenStream tokens(TRY(bind(TRY(tokenize(text, dialect)))), dialect, std::move(session));
  return QueryParser(tokens).statement();
}

base::Result<QueryTree> parse_query(std::string_view text, const Dialect& dialect, Parameters parameters,
                                    SessionNames session) {
  const BindTokens bind = [&](std::vector<Token> tokens) {
    return bind_parameters(std::move(tokens), parameters, dialect);
  };
  return parse_query(text, dialect, bind, std::move(session));
}

base::Result<NamedExpression> parse_expression(std::string_view text, const Dialect& dialect) {
  std::vector<Token> named_tokens = TRY(tokenize(text, dialect));
  if (dialect.spark_grammar) named_tokens = TRY(name_spark_identifiers(std::move(named_tokens)));
  TokenStream tokens(std::move(named_tokens), dialect);
  const auto no_query = [&]() -> base::Result<QueryPtr> {
    return not_supported_yet(tokens.position(), "a query in an expression that stands alone");
  };
  ExpressionParser parser(tokens, no_query);
  NamedExpression named{.expression = TRY(parser.parse())};
  if (tokens.take_keyword("AS") || !tokens.at_end()) named.alias = TRY(tokens.expect_name());
  if (!tokens.at_end()) return tokens.mismatch("<EOF>");
  return named;
}

base::Result<TableName> parse_table_name(std::string_view text, const Dialect& dialect) {
  TokenStream tokens(TRY(tokenize(text, dialect)), dialect);
  TableName name;
  do {
    name.parts.push_back(TRY(tokens.expect_name()));
  } while (tokens.take_symbol("."));
  if (!tokens.at_end()) return tokens.mismatch("<EOF>");
  return name;
}

base::Result<Type> parse_type(std::string_view text) {
  TokenStream tokens(TRY(tokenize(text, trino())), trino());
  ExpressionParser parser(tokens, nullptr);
  const TypeName name = TRY(parser.type_name());
  if (!tokens.at_end()) return tokens.mismatch("<EOF>");
  return resolve_type(name);
}

}  // namespace sql
