#include "sql/from_parser.h"

#include <fmt/format.h>

#include "sql/spark_errors.h"
#include "sql/spark_from.h"

namespace sql {
namespace {

constexpr int kMaxQueryNesting = 60;  // of queries and joins in each other

}  // namespace

base::Result<void> check_nesting(int nesting, const TokenStream& tokens) {
  if (nesting < kMaxQueryNesting) return {};
  return syntax_error(tokens.position(),
                      fmt::format("the query nests more than {} levels deep", kMaxQueryNesting));
}

SparkFrom FromParser::spark_from() const {
  return {tokens_, expressions_};
}

base::Result<QueryPtr> FromParser::query_in_parentheses() {
  TRY(tokens_.expect_symbol("("));
  QueryPtr inner = TRY(queries_.query());
  TRY(tokens_.expect_symbol(")"));
  return inner;
}

base::Result<std::optional<Name>> FromParser::alias() {
  const bool announced = tokens_.take_keyword("AS");
  if (!announced && !at_alias()) return std::optional<Name>();
  return std::optional<Name>(TRY(tokens_.expect_name()));
}

// Words that continue a query though they are not reserved.
bool FromParser::at_alias() const {
  if (!tokens_.at_name()) return false;
  for (std::string_view word : {"LIMIT", "OFFSET", "FETCH", "WINDOW", "TABLESAMPLE"}) {
    if (tokens_.at_keyword(word)) return false;
  }
  if (is_spark() && spark_from().at_work()) return false;
  return !(tokens_.at_keyword("MATCH_RECOGNIZE") && tokens_.at_symbol("(", 1));
}

base::Result<std::vector<Name>> FromParser::column_aliases() {
  std::vector<Name> names;
  if (!tokens_.take_symbol("(")) return names;
  do {
    names.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return names;
}

base::Result<JoinTree> FromParser::parse() {
  JoinTree tree = TRY(joined());
  while (tokens_.at_symbol(",")) {
    const Position position = tokens_.take().position;
    JoinTree next = TRY(joined());
    tree.joins.push_back({.item = TRY(as_item(std::move(next))), .position = position});
  }
  return tree;
}

// a JOIN b ON ... JOIN c ...: the comma binds less.
base::Result<JoinTree> FromParser::joined() {
  TRY(check_nesting(nesting_, tokens_));
  ++nesting_;
  JoinTree tree{.first = TRY(from_item())};
  while (at_join()) tree.joins.push_back(TRY(join(tree.first.position)));
  --nesting_;
  return tree;
}

// One item without joins stays what it is.
base::Result<FromItem> FromParser::as_item(JoinTree tree) {
  if (tree.joins.empty()) return std::move(tree.first);
  const Position position = tree.first.position;
  return FromItem{.source = std::make_unique<JoinTree>(std::move(tree)), .position = position};
}

bool FromParser::at_join() const {
  for (std::string_view word : {"JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "FULL", "NATURAL"}) {
    if (tokens_.at_keyword(word)) return true;
  }
  return is_spark() && (tokens_.at_keyword("SEMI") || tokens_.at_keyword("ANTI"));
}

// `left` is where the left side begins.
base::Result<Join> FromParser::join(Position left) {
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
base::Result<Join> FromParser::spark_join(Join join) {
  TRY(spark_from().join_words(join));
  join.item = TRY(from_item());
  const bool lateral = std::holds_alternative<Lateral>(join.item.source);
  if (lateral && join.kind != Join::Kind::Inner && join.kind != Join::Kind::Left)
    return spark_error(join.position, "INVALID_LATERAL_JOIN_TYPE",
                       "A LATERAL query is joined by an INNER, CROSS or LEFT join only.");
  const bool criteria = tokens_.at_keyword("ON") || tokens_.at_keyword("USING");
  if (criteria && !join.natural) TRY(join_criteria(join));
  return join;
}

Join::Kind FromParser::join_kind() {
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

base::Result<void> FromParser::join_criteria(Join& join) {
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

base::Result<FromItem> FromParser::from_item() {
  FromItem item{.position = tokens_.position()};
  const bool unnests = tokens_.at_keyword("UNNEST") && tokens_.at_symbol("(", 1);
  if (is_spark()) TRY(spark_from().refuse_item());
  if (tokens_.at_keyword("TABLE") && tokens_.at_symbol("(", 1)) return table_function();
  if (tokens_.at_keyword("LATERAL") && tokens_.at_symbol("(", 1)) {
    tokens_.take();
    item.source = Lateral{TRY(query_in_parentheses())};
  } else if (is_spark() && spark_from().at_function()) {
    item.source = TRY(function_call());
  } else if (unnests) {
    item.source = TRY(unnest());
  } else if (!is_spark() && tokens_.at_keyword("JSON_TABLE") && tokens_.at_symbol("(", 1)) {
    return not_supported_yet(tokens_.position(), "JSON_TABLE");
  } else if (is_spark() && tokens_.at_keyword("VALUES")) {
    item.source = TRY(queries_.values());
  } else if (is_spark() && spark_from().at_range()) {
    item.source = TRY(spark_from().range());
  } else if (tokens_.at_symbol("(")) {
    TRY(item_in_parentheses(item));
  } else {
    item.source = TRY(table_name());
  }
  if (tokens_.at_keyword("MATCH_RECOGNIZE") && tokens_.at_symbol("(", 1))
    return not_supported_yet(tokens_.position(), "MATCH_RECOGNIZE");
  const bool sampled_first = is_spark() && tokens_.at_keyword("TABLESAMPLE");
  if (sampled_first && std::holds_alternative<Range>(item.source))  // which is no table
    return spark_syntax_error(tokens_.peek(1));
  if (sampled_first) item.sample = TRY(spark_from().sample());
  item.alias = TRY(alias());
  if (item.alias) item.column_aliases = TRY(column_aliases());
  if (!is_spark() && tokens_.at_keyword("TABLESAMPLE")) item.sample = TRY(sample());
  return item;
}

// Both take each row or not by itself: a SYSTEM sample may choose larger pieces, and need not.
base::Result<Sample> FromParser::sample() {
  tokens_.take();
  if (!tokens_.take_keyword("BERNOULLI") && !tokens_.take_keyword("SYSTEM"))
    return tokens_.mismatch("'BERNOULLI', 'SYSTEM'");
  TRY(tokens_.expect_symbol("("));
  Sample sample{.percentage = TRY(expressions_.parse())};
  sample.position = sample.percentage->position;
  TRY(tokens_.expect_symbol(")"));
  return sample;
}

// TABLE(name(...)): Trino 435 has one function, exclude_columns.
base::Error FromParser::table_function() {
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

base::Result<Unnest> FromParser::unnest() {
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
base::Result<void> FromParser::item_in_parentheses(FromItem& item) {
  std::size_t ahead = 1;
  while (tokens_.at_symbol("(", ahead) && ahead < kMaxQueryNesting) ++ahead;
  if (tokens_.at_query(1) || (ahead > 1 && tokens_.at_query(ahead) && query_ends_group())) {
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
bool FromParser::query_ends_group() const {
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

base::Result<TableName> FromParser::table_name() {
  TableName table;
  const Position position = tokens_.position();
  do {
    table.parts.push_back(TRY(tokens_.expect_name()));
  } while (tokens_.take_symbol("."));
  if (table.parts.size() > 3) return syntax_error(position, "Too many dots in table name");
  if (tokens_.at_keyword("FOR")) return not_supported_yet(tokens_.position(), "time travel (FOR)");
  return table;
}

}  // namespace sql
