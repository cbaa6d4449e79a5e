#include "sql/parser.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/expression_parser.h"
#include "sql/lexer.h"
#include "sql/spark_clauses.h"
#include "sql/statement.h"

namespace sql {
namespace {

constexpr int kMaxQueryNesting = 60;    // of queries and joins in each other
constexpr int kMaxSetOperations = 100;  // in a row: each is one relation deeper

class QueryParser {
 public:
  explicit QueryParser(TokenStream& tokens)
      : tokens_(tokens), expressions_(tokens, [this] { return query_pointer(); }) {}

  base::Result<QueryTree> statement() {
    if (!at_query() && !tokens_.at_symbol("(")) return tokens_.mismatch("'SELECT', <query>");
    QueryTree tree = TRY(query());
    tokens_.take_symbol(";");
    if (!tokens_.at_end()) return tokens_.mismatch("<EOF>");
    return tree;
  }

 private:
  bool at_query(std::size_t ahead = 0) const {
    for (std::string_view word : {"SELECT", "VALUES", "WITH"}) {
      if (tokens_.at_keyword(word, ahead)) return true;
    }
    return tokens_.at_keyword("TABLE", ahead);
  }

  base::Result<QueryTree> query() {
    if (nesting_ >= kMaxQueryNesting) {
      return syntax_error(tokens_.position(),
                          fmt::format("the query nests more than {} levels deep", kMaxQueryNesting));
    }
    ++nesting_;
    const Position position = tokens_.position();
    const bool recursive = tokens_.at_keyword("WITH") && tokens_.at_keyword("RECURSIVE", 1);
    std::vector<CommonTable> with = TRY(common_tables());
    QueryTree tree = TRY(set_operations());
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
      table.columns = TRY(column_aliases());
      TRY(tokens_.expect_keyword("AS"));
      table.query = TRY(query_in_parentheses());
      tables.push_back(std::move(table));
    } while (tokens_.take_symbol(","));
    return tables;
  }

  base::Result<QueryPtr> query_in_parentheses() {
    TRY(tokens_.expect_symbol("("));
    QueryPtr inner = TRY(query_pointer());
    TRY(tokens_.expect_symbol(")"));
    return inner;
  }

  base::Result<std::vector<Name>> column_aliases() {
    std::vector<Name> names;
    if (!tokens_.take_symbol("(")) return names;
    do {
      names.push_back(TRY(tokens_.expect_name()));
    } while (tokens_.take_symbol(","));
    TRY(tokens_.expect_symbol(")"));
    return names;
  }

  // UNION and EXCEPT from left to right, INTERSECT before them.
  base::Result<QueryTree> set_operations() {
    QueryTree left = TRY(intersections());
    for (int count = 0; tokens_.at_keyword("UNION") || at_except(); ++count) {
      if (count >= kMaxSetOperations) return too_many_set_operations();
      const bool except = at_except();
      SetOperation operation = set_operation(except ? SetOperation::Kind::Except : SetOperation::Kind::Union);
      left = TRY(combine(std::move(operation), std::move(left), TRY(intersections())));
    }
    return left;
  }

  bool at_except() const {
    return tokens_.at_keyword("EXCEPT") || (is_spark() && tokens_.at_keyword("MINUS"));
  }

  bool is_spark() const { return tokens_.dialect().spark_grammar; }
  SparkClauses spark_clauses() { return {tokens_, expressions_}; }

  base::Result<QueryTree> intersections() {
    QueryTree left = TRY(query_primary());
    for (int count = 0; tokens_.at_keyword("INTERSECT"); ++count) {
      if (count >= kMaxSetOperations) return too_many_set_operations();
      SetOperation operation = set_operation(SetOperation::Kind::Intersect);
      left = TRY(combine(std::move(operation), std::move(left), TRY(query_primary())));
    }
    return left;
  }

  base::Error too_many_set_operations() const {
    return syntax_error(tokens_.position(),
                        fmt::format("the query has more than {} set operations in a row", kMaxSetOperations));
  }

  SetOperation set_operation(SetOperation::Kind kind) {
    SetOperation operation{.kind = kind, .position = tokens_.take().position};
    operation.all = tokens_.take_keyword("ALL");
    if (!operation.all) tokens_.take_keyword("DISTINCT");
    return operation;
  }

  base::Result<QueryTree> combine(SetOperation operation, QueryTree left, QueryTree right) {
    const Position position = left.position;
    operation.left = std::make_unique<QueryTree>(std::move(left));
    operation.right = std::make_unique<QueryTree>(std::move(right));
    return QueryTree{.body = std::move(operation), .position = position};
  }

  base::Result<QueryTree> query_primary() {
    const Position position = tokens_.position();
    if (tokens_.at_symbol("(")) return QueryTree{.body = TRY(query_in_parentheses()), .position = position};
    if (tokens_.at_keyword("VALUES")) return QueryTree{.body = TRY(values()), .position = position};
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

  // TABLE t: SELECT * FROM t
  base::Result<Select> whole_table() {
    Select select{.position = tokens_.take().position};
    select.items.push_back({.position = select.position});
    const Position position = tokens_.position();
    select.from.emplace();
    select.from->first = FromItem{.source = TRY(table_name()), .position = position};
    return select;
  }

  base::Result<Select> select() {
    Select select;
    select.position = tokens_.take().position;
    select.distinct = tokens_.take_keyword("DISTINCT");
    if (!select.distinct) tokens_.take_keyword("ALL");
    do {
      select.items.push_back(TRY(select_item()));
    } while (tokens_.take_symbol(","));
    if (tokens_.take_keyword("FROM")) select.from = TRY(from());
    if (is_spark()) TRY(spark_clauses().behind_from(select));
    if (tokens_.take_keyword("WHERE")) select.where = TRY(expressions_.parse());
    TRY(group_by(select));
    if (tokens_.take_keyword("HAVING")) select.having = TRY(expressions_.parse());
    TRY(windows(select));
    if (is_spark()) TRY(spark_clauses().refuse_partitioning());
    return select;
  }

  base::Result<SelectItem> select_item() {
    SelectItem item{.position = tokens_.position()};
    if (tokens_.take_symbol("*")) return item;
    if (tokens_.at_name() && tokens_.at_symbol(".", 1) && tokens_.at_symbol("*", 2)) {
      item.star_qualifier = TRY(tokens_.expect_name());
      tokens_.take();
      tokens_.take();
      return item;
    }
    item.expression = TRY(expressions_.parse());
    if (is_spark()) TRY(spark_clauses().generator_aliases(item));
    item.alias = TRY(alias());
    return item;
  }

  base::Result<std::optional<Name>> alias() {
    const bool announced = tokens_.take_keyword("AS");
    if (!announced && !at_alias()) return std::optional<Name>();
    return std::optional<Name>(TRY(tokens_.expect_name()));
  }

  // Words that continue a query though they are not reserved.
  bool at_alias() const {
    if (!tokens_.at_name()) return false;
    for (std::string_view word : {"LIMIT", "OFFSET", "FETCH", "WINDOW", "TABLESAMPLE"}) {
      if (tokens_.at_keyword(word)) return false;
    }
    return !(tokens_.at_keyword("MATCH_RECOGNIZE") && tokens_.at_symbol("(", 1));
  }

  base::Result<JoinTree> from() {
    JoinTree tree = TRY(joined());
    while (tokens_.at_symbol(",")) {
      const Position position = tokens_.take().position;
      JoinTree next = TRY(joined());
      tree.joins.push_back({.item = TRY(as_item(std::move(next))), .position = position});
    }
    return tree;
  }

  // a JOIN b ON ... JOIN c ...: the comma binds less.
  base::Result<JoinTree> joined() {
    if (nesting_ >= kMaxQueryNesting) {
      return syntax_error(tokens_.position(),
                          fmt::format("the query nests more than {} levels deep", kMaxQueryNesting));
    }
    ++nesting_;
    JoinTree tree{.first = TRY(from_item())};
    while (at_join()) tree.joins.push_back(TRY(join(tree.first.position)));
    --nesting_;
    return tree;
  }

  // One item without joins stays what it is.
  static base::Result<FromItem> as_item(JoinTree tree) {
    if (tree.joins.empty()) return std::move(tree.first);
    const Position position = tree.first.position;
    return FromItem{.source = std::make_unique<JoinTree>(std::move(tree)), .position = position};
  }

  bool at_join() const {
    for (std::string_view word : {"JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "FULL", "NATURAL"}) {
      if (tokens_.at_keyword(word)) return true;
    }
    return is_spark() && (tokens_.at_keyword("SEMI") || tokens_.at_keyword("ANTI"));
  }

  // `left` is where the left side begins.
  base::Result<Join> join(Position left) {
    Join join{.position = tokens_.position()};
    if (is_spark()) return spark_join(std::move(join));
    if (tokens_.at_keyword("NATURAL"))  // Trino's grammar has it, its analysis refuses it
      return error_at(left, "NOT_SUPPORTED", "Natural join not supported");
    if (tokens_.take_keyword("CROSS")) {
      TRY(tokens_.expect_keyword("JOIN"));
      join.item = TRY(from_item());
      return join;
    }
    join.kind = join_kind();
    TRY(tokens_.expect_keyword("JOIN"));
    join.item = TRY(from_item());
    TRY(join_criteria(join));
    return join;
  }

  // Without criteria it is a cross join.
  base::Result<Join> spark_join(Join join) {
    TRY(spark_clauses().join_words(join));
    join.item = TRY(from_item());
    const bool criteria = tokens_.at_keyword("ON") || tokens_.at_keyword("USING");
    if (criteria && !join.natural) TRY(join_criteria(join));
    return join;
  }

  Join::Kind join_kind() {
    Join::Kind kind = Join::Kind::Inner;
    if (tokens_.take_keyword("INNER")) return kind;
    if (tokens_.take_keyword("LEFT"))
      kind = Join::Kind::Left;
    else if (tokens_.take_keyword("RIGHT"))
      kind = Join::Kind::Right;
    else if (tokens_.take_keyword("FULL"))
      kind = Join::Kind::Full;
    if (kind != Join::Kind::Inner) tokens_.take_keyword("OUTER");
    return kind;
  }

  base::Result<void> join_criteria(Join& join) {
    if (tokens_.take_keyword("ON")) {
      join.on = TRY(expressions_.parse());
      return {};
    }
    if (!tokens_.at_keyword("USING")) return tokens_.mismatch("'ON', 'USING'");
    tokens_.take();
    if (!tokens_.at_symbol("(")) return tokens_.mismatch("'('");
    join.using_columns = TRY(column_aliases());
    return {};
  }

  base::Result<FromItem> from_item() {
    FromItem item{.position = tokens_.position()};
    const bool unnests = tokens_.at_keyword("UNNEST") && tokens_.at_symbol("(", 1);
    if (is_spark()) TRY(spark_clauses().refuse_item());
    if (tokens_.at_keyword("TABLE") && tokens_.at_symbol("(", 1)) return table_function();
    if (tokens_.at_keyword("LATERAL") && tokens_.at_symbol("(", 1)) {
      tokens_.take();
      item.source = Lateral{TRY(query_in_parentheses())};
    } else if (unnests) {
      item.source = TRY(unnest());
    } else if (is_spark() && tokens_.at_keyword("VALUES")) {
      item.source = std::make_unique<QueryTree>(TRY(query_primary()));
    } else if (tokens_.at_symbol("(")) {
      TRY(item_in_parentheses(item));
    } else {
      item.source = TRY(table_name());
    }
    if (tokens_.at_keyword("MATCH_RECOGNIZE") && tokens_.at_symbol("(", 1))
      return not_supported_yet(tokens_.position(), "MATCH_RECOGNIZE");
    item.alias = TRY(alias());
    if (item.alias) item.column_aliases = TRY(column_aliases());
    if (tokens_.at_keyword("TABLESAMPLE")) item.sample = TRY(sample());
    return item;
  }

  // Both take each row or not by itself: a SYSTEM sample may choose larger pieces, and need not.
  base::Result<ExpressionPtr> sample() {
    const Position position = tokens_.take().position;
    if (is_spark()) return not_supported_yet(position, "TABLESAMPLE");
    if (!tokens_.take_keyword("BERNOULLI") && !tokens_.take_keyword("SYSTEM"))
      return tokens_.mismatch("'BERNOULLI', 'SYSTEM'");
    TRY(tokens_.expect_symbol("("));
    ExpressionPtr percentage = TRY(expressions_.parse());
    TRY(tokens_.expect_symbol(")"));
    return percentage;
  }

  // TABLE(name(...)): Trino 435 has one function, exclude_columns.
  base::Error table_function() {
    tokens_.take();
    tokens_.take();
    const Position position = tokens_.position();
    std::string name;
    for (;;) {
      const base::Result<Name> part = tokens_.expect_name();
      if (!part.ok()) return part.error();
      name += part->text;
      if (!tokens_.take_symbol(".")) break;
      name += '.';
    }
    if (name == "exclude_columns") return not_supported_yet(position, "the table function exclude_columns");
    return error_at(position, "FUNCTION_NOT_FOUND", fmt::format("Table function '{}' not registered", name));
  }

  base::Result<Unnest> unnest() {
    tokens_.take();
    tokens_.take();
    Unnest unnest;
    do {
      unnest.values.push_back(TRY(expressions_.parse()));
    } while (tokens_.take_symbol(","));
    TRY(tokens_.expect_symbol(")"));
    if (!tokens_.take_keyword("WITH")) return unnest;
    TRY(tokens_.expect_keyword("ORDINALITY"));
    unnest.with_ordinality = true;
    return unnest;
  }

  // (SELECT ...), or joins. What begins with one more parenthesis may be either.
  base::Result<void> item_in_parentheses(FromItem& item) {
    std::size_t ahead = 1;
    while (tokens_.at_symbol("(", ahead) && ahead < kMaxQueryNesting) ++ahead;
    if (at_query(1) || (ahead > 1 && at_query(ahead) && query_ends_group())) {
      item.source = TRY(query_in_parentheses());
      return {};
    }
    tokens_.take();
    JoinTree tree = TRY(joined());
    TRY(tokens_.expect_symbol(")"));
    item.source = std::make_unique<JoinTree>(std::move(tree));
    return {};
  }

  // At "((SELECT ...": whether the inner parentheses are a whole query, or the first term of a set operation,
  // and no item of a join.
  bool query_ends_group() const {
    std::size_t at = 1;
    int open = 0;
    do {
      if (tokens_.at_symbol("(", at)) ++open;
      if (tokens_.at_symbol(")", at)) --open;
      if (tokens_.peek(at).kind == TokenKind::End) return false;
      ++at;
    } while (open > 0);
    if (tokens_.at_symbol(")", at)) return true;
    for (std::string_view word : {"UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH"}) {
      if (tokens_.at_keyword(word, at)) return true;
    }
    return false;
  }

  base::Result<TableName> table_name() {
    TableName table;
    const Position position = tokens_.position();
    do {
      table.parts.push_back(TRY(tokens_.expect_name()));
    } while (tokens_.take_symbol("."));
    if (table.parts.size() > 3) return syntax_error(position, "Too many dots in table name");
    if (tokens_.at_keyword("FOR")) return not_supported_yet(tokens_.position(), "time travel (FOR)");
    return table;
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
    if (tokens_.take_keyword("ORDER")) tree.order_by = TRY(expressions_.sort_items());
    return {};
  }

  base::Result<void> offset_and_limit(QueryTree& tree) {
    tree.offset_position = tokens_.position();
    if (tokens_.take_keyword("OFFSET")) {
      tree.offset = TRY(row_count());
      if (!tokens_.take_keyword("ROWS")) tokens_.take_keyword("ROW");
    }
    tree.limit_position = tokens_.position();
    if (tokens_.at_keyword("FETCH")) return fetch(tree);
    if (!tokens_.take_keyword("LIMIT")) return {};
    if (!tokens_.take_keyword("ALL")) tree.limit = TRY(row_count());
    if (is_spark() && !tree.offset && tokens_.take_keyword("OFFSET")) tree.offset = TRY(row_count());
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

  base::Result<std::int64_t> row_count() {
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
};

}  // namespace

base::Result<QueryTree> parse_query(std::string_view text, const Dialect& dialect, Parameters parameters) {
  const std::optional<StatementKind> kind = classify(text);
  if (kind && !kind->supported) return not_supported_yet(kind->position, std::string(kind->word));
  TokenStream tokens(TRY(bind_parameters(TRY(tokenize(text, dialect)), parameters, dialect)), dialect);
  return QueryParser(tokens).statement();
}

base::Result<Type> parse_type(std::string_view text) {
  TokenStream tokens(TRY(tokenize(text, trino())), trino());
  ExpressionParser parser(tokens, nullptr);
  const TypeName name = TRY(parser.type_name());
  if (!tokens.at_end()) return tokens.mismatch("<EOF>");
  return resolve_type(name);
}

}  // namespace sql
