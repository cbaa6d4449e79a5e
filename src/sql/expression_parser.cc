#include "sql/expression_parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "sql/ast_walks.h"

namespace sql {
namespace {

// What the grammar of Trino knows as an expression of its own and we do not do yet.
constexpr std::array kLaterWords = std::to_array<std::string_view>({
    "CURRENT_TIME",
    "CURRENT_PATH",
    "CURRENT_ROLE",
});

// Null: no operator stands here.
const InfixOperator* binary_operator(const TokenStream& tokens) {
  for (const InfixOperator& row : tokens.dialect().infix) {
    if (tokens.at_operator(row.text) > 0) return &row;
  }
  return nullptr;
}

// How strongly the token here binds to what stands left of it; 0: it does not.
int infix_power(const TokenStream& tokens) {
  if (tokens.at_keyword("OR")) return kOr;
  if (tokens.at_keyword("AND")) return kAnd;
  if (tokens.at_symbol("||")) return tokens.dialect().concatenation;
  if (const InfixOperator* op = binary_operator(tokens)) return op->power;
  const std::size_t word = tokens.at_keyword("NOT") ? 1 : 0;
  for (std::string_view keyword : {"IN", "BETWEEN", "LIKE"}) {
    if (tokens.at_keyword(keyword, word)) return kPredicate;
  }
  for (const TextPredicate& predicate : tokens.dialect().text_predicates) {
    if (tokens.at_keyword(predicate.word, word)) return kPredicate;
  }
  return tokens.at_keyword("IS") ? kPredicate : 0;
}

// Adds to the chain that `left` is, or begins one.
template <typename Node>
bool extend(Expression& left, ExpressionPtr& right, bool same) {
  Node* chain = std::get_if<Node>(&left.node);
  if (chain == nullptr || !same) return false;
  left.depth = std::max(left.depth, right->depth + 1);
  chain->terms.push_back(std::move(right));
  return true;
}

}  // namespace

base::Error too_deep(Position position) {
  return syntax_error(position, fmt::format("the expression nests more than {} levels deep", kMaxDepth));
}

base::Result<ExpressionPtr> ExpressionParser::make(Position position, Expression::Node node) const {
  auto expression = std::make_unique<Expression>(Expression{.node = std::move(node), .position = position});
  int below = 0;
  for_each_child(*expression, [&](const Expression& child) { below = std::max(below, child.depth); });
  expression->depth = 1 + below;
  if (expression->depth > kMaxDepth) return too_deep(position);
  return expression;
}

base::Result<ExpressionPtr> ExpressionParser::parse_bound(int min_power) {
  if (nesting_ >= kMaxDepth) return too_deep(tokens_.position());
  ++nesting_;
  ExpressionPtr left = TRY(prefix(min_power));
  for (int power = infix_power(tokens_); power > 0 && power >= min_power; power = infix_power(tokens_)) {
    left = TRY(infix(std::move(left), power));
    // One predicate only: a = b = c is no expression. What follows it must bind more loosely.
    if (power == kPredicate && infix_power(tokens_) >= kPredicate) return tokens_.mismatch("<EOF>");
  }
  --nesting_;
  return left;
}

base::Result<ExpressionPtr> ExpressionParser::parse_operand() {
  return parse_bound(kPredicate + 1);
}

base::Result<ExpressionPtr> ExpressionParser::prefix(int min_power) {
  const Position position = tokens_.position();
  if (tokens_.at_keyword("NOT") && min_power <= kNot) {
    tokens_.take();
    return make(position, Not{TRY(parse_bound(kNot))});
  }
  const bool sign = tokens_.at_symbol("!") || tokens_.at_symbol("~") || tokens_.at_symbol("+");
  if (sign && tokens_.dialect().spark_grammar) return spark_prefix();
  if (tokens_.take_symbol("-")) return negation(position);
  if (tokens_.take_symbol("+")) return parse_bound(kSign);
  return primary();
}

base::Result<ExpressionPtr> ExpressionParser::negation(Position position) {
  const TokenKind next = tokens_.peek().kind;
  const bool of_digits =
      next == TokenKind::Integer || next == TokenKind::Decimal || next == TokenKind::Double;
  return make(position, Negation{TRY(parse_bound(kSign)), of_digits});
}

base::Result<ExpressionPtr> ExpressionParser::infix(ExpressionPtr left, int power) {
  if (power == kPredicate) return predicate(std::move(left));
  if (power == kOr || power == kAnd || tokens_.at_symbol("||")) return chain(std::move(left), power);
  const Position position = tokens_.position();
  const InfixOperator& row = *binary_operator(tokens_);
  const BinaryOperator op = row.op;
  for (std::size_t left = tokens_.at_operator(row.text); left > 0; --left) tokens_.take();
  ExpressionPtr right = TRY(parse_bound(power + 1));
  return make(position, Binary{op, std::move(left), std::move(right)});
}

base::Result<ExpressionPtr> ExpressionParser::chain(ExpressionPtr left, int power) {
  const Position position = tokens_.position();
  const bool concatenates = tokens_.take().text == "||";
  ExpressionPtr right = TRY(parse_bound(power + 1));
  if (right->depth >= kMaxDepth) return too_deep(position);
  if (concatenates) {
    if (extend<Concatenation>(*left, right, true)) return left;
    return make(position, Concatenation{list_of(std::move(left), std::move(right))});
  }
  const Logical::Kind kind = power == kAnd ? Logical::Kind::And : Logical::Kind::Or;
  const Logical* logical = std::get_if<Logical>(&left->node);
  if (extend<Logical>(*left, right, logical != nullptr && logical->kind == kind)) return left;
  return make(position, Logical{kind, list_of(std::move(left), std::move(right))});
}

base::Result<ExpressionPtr> ExpressionParser::predicate(ExpressionPtr value) {
  const Position position = tokens_.position();
  if (const InfixOperator* op = binary_operator(tokens_)) {
    tokens_.take();
    for (std::string_view quantifier : {"ALL", "ANY", "SOME"}) {
      if (!tokens_.at_keyword(quantifier) || !tokens_.at_symbol("(", 1) || !tokens_.at_query(2)) continue;
      tokens_.take();
      tokens_.take();
      QueryPtr query = TRY(subquery());
      return make(position, Quantified{op->op, quantifier == "ALL", std::move(value), std::move(query)});
    }
    ExpressionPtr right = TRY(parse_operand());
    return make(position, Binary{op->op, std::move(value), std::move(right)});
  }
  if (tokens_.take_keyword("IS")) return is_predicate(std::move(value), position);
  const bool negated = tokens_.take_keyword("NOT");
  if (tokens_.take_keyword("BETWEEN")) return between(std::move(value), negated, position);
  if (tokens_.take_keyword("IN")) return in_list(std::move(value), negated, position);
  if (tokens_.dialect().spark_grammar) return spark_predicate(std::move(value), negated, position);
  TRY(tokens_.expect_keyword("LIKE"));
  return like(std::move(value), negated, position);
}

base::Result<ExpressionPtr> ExpressionParser::is_predicate(ExpressionPtr value, Position position) {
  const bool negated = tokens_.take_keyword("NOT");
  if (tokens_.take_keyword("DISTINCT")) {
    TRY(tokens_.expect_keyword("FROM"));
    ExpressionPtr right = TRY(parse_operand());
    return make(position, IsDistinct{std::move(value), std::move(right), negated});
  }
  if (tokens_.dialect().spark_grammar && !tokens_.at_keyword("NULL"))
    return is_truth(std::move(value), negated, position);
  if (!tokens_.take_keyword("NULL")) return tokens_.mismatch("'DISTINCT', 'NOT', 'NULL'");
  return make(position, IsNull{std::move(value), negated});
}

base::Result<ExpressionPtr> ExpressionParser::between(ExpressionPtr value, bool negated, Position position) {
  ExpressionPtr low = TRY(parse_operand());
  TRY(tokens_.expect_keyword("AND"));
  ExpressionPtr high = TRY(parse_operand());
  return make(position, Between{std::move(value), std::move(low), std::move(high), negated});
}

base::Result<ExpressionPtr> ExpressionParser::in_list(ExpressionPtr value, bool negated, Position position) {
  TRY(tokens_.expect_symbol("("));
  if (tokens_.at_query()) {
    auto query = TRY(subquery());
    return make(position, InSubquery{std::move(value), std::move(query), negated});
  }
  Expressions list;
  do {
    list.push_back(TRY(parse()));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return make(position, InList{std::move(value), std::move(list), negated});
}

base::Result<ExpressionPtr> ExpressionParser::like(ExpressionPtr value, bool negated, Position position) {
  ExpressionPtr pattern = TRY(parse_operand());
  ExpressionPtr escape;
  if (tokens_.take_keyword("ESCAPE")) escape = TRY(parse_operand());
  return make(position, Like{std::move(value), std::move(pattern), std::move(escape), negated});
}

base::Result<ExpressionPtr> ExpressionParser::primary() {
  ExpressionPtr expression = TRY(tokens_.dialect().spark_grammar ? spark_literal() : literal());
  if (!expression) expression = TRY(keyword_expression());
  if (!expression && tokens_.at_symbol("(")) expression = TRY(parenthesized());
  if (!expression && tokens_.at_symbol("?")) return not_supported_yet(tokens_.position(), "a parameter (?)");
  if (!expression && tokens_.at_name()) expression = TRY(name_or_call());
  if (!expression) return tokens_.mismatch("<expression>");
  while (tokens_.at_symbol("[") || (tokens_.at_symbol(".") && !tokens_.at_symbol("*", 1)) ||
         tokens_.at_symbol("::"))
    expression = TRY(access(std::move(expression)));
  while (tokens_.at_keyword("AT") && tokens_.at_keyword("TIME", 1))
    expression = TRY(at_time_zone(std::move(expression)));
  return expression;
}

base::Result<ExpressionPtr> ExpressionParser::literal() {
  const Token& token = tokens_.peek();
  const Position position = token.position;
  switch (token.kind) {
    case TokenKind::Integer:
      return make(position, NumberLiteral{NumberLiteral::Kind::Integer, tokens_.take().text});
    case TokenKind::Decimal:
      return make(position, NumberLiteral{NumberLiteral::Kind::Decimal, tokens_.take().text});
    case TokenKind::Double:
      return make(position, NumberLiteral{NumberLiteral::Kind::Double, tokens_.take().text});
    case TokenKind::String:
      return make(position, StringLiteral{tokens_.take().text});
    case TokenKind::Binary:
      return make(position, BinaryLiteral{tokens_.take().text});
    default:
      break;
  }
  if (tokens_.take_keyword("NULL")) return make(position, NullLiteral{});
  if (tokens_.take_keyword("TRUE")) return make(position, BooleanLiteral{true});
  if (tokens_.take_keyword("FALSE")) return make(position, BooleanLiteral{false});
  if (tokens_.at_name() && token.kind == TokenKind::Identifier && tokens_.peek(1).kind == TokenKind::String) {
    if (tokens_.at_keyword("U") || tokens_.at_keyword("INTERVAL")) return ExpressionPtr();
    TypeName type{.name = base::to_lower(tokens_.take().text), .position = position};
    return make(position, TypedLiteral{std::move(type), tokens_.take().text});
  }
  return ExpressionPtr();
}

std::optional<std::string> ExpressionParser::session_name(std::string_view keyword) const {
  if (keyword == "CURRENT_USER") return tokens_.session().user;
  if (keyword == "CURRENT_CATALOG") return tokens_.session().catalog;
  if (keyword == "CURRENT_SCHEMA") return tokens_.session().schema;
  return std::nullopt;
}

base::Result<ExpressionPtr> ExpressionParser::keyword_expression() {
  const Token& token = tokens_.peek();
  if (token.kind != TokenKind::Identifier) return ExpressionPtr();
  if (tokens_.at_keyword("CASE")) return case_expression();
  if (tokens_.dialect().spark_grammar) return spark_form();
  if (tokens_.at_keyword("CAST")) return cast(false);
  if (tokens_.at_keyword("EXISTS")) return exists();
  const bool called = tokens_.at_symbol("(", 1);
  if (called && tokens_.at_keyword("TRY_CAST")) return cast(true);
  if (called && tokens_.at_keyword("GROUPING")) return call(Name{"grouping", tokens_.take().position});
  if (ExpressionPtr form = called ? TRY(special_form()) : nullptr) return form;
  if (tokens_.at_keyword("ARRAY") && tokens_.at_symbol("[", 1)) return array();
  for (std::string_view word : {"CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"}) {
    if (tokens_.at_keyword(word)) return now();
  }
  const bool sign = tokens_.at_symbol("-", 1) || tokens_.at_symbol("+", 1);
  if (tokens_.at_keyword("INTERVAL") && tokens_.peek(sign ? 2 : 1).kind == TokenKind::String)
    return interval();
  if (const std::optional<std::string> name = session_name(token.keyword)) {
    const Position position = tokens_.take().position;
    ExpressionPtr text = TRY(make(position, StringLiteral{*name}));
    return make(position, Cast{std::move(text), {.name = "varchar", .position = position}});
  }
  if (std::ranges::find(kLaterWords, token.keyword) == kLaterWords.end()) return ExpressionPtr();
  return not_supported_yet(token.position, token.keyword);
}

base::Result<ExpressionPtr> ExpressionParser::parenthesized() {
  if (at_lambda()) return lambda(TRY(lambda_parameters()));
  const Position position = tokens_.take().position;
  if (tokens_.at_query()) return make(position, Subquery{TRY(subquery())});
  ExpressionPtr inner = TRY(parse());
  if (tokens_.take_symbol(")")) return inner;
  Row row{.items = list_of(std::move(inner))};
  while (tokens_.take_symbol(",")) row.items.push_back(TRY(parse()));
  TRY(tokens_.expect_symbol(")"));
  return make(position, std::move(row));
}

base::Result<ExpressionPtr> ExpressionParser::exists() {
  const Position position = tokens_.take().position;
  TRY(tokens_.expect_symbol("("));
  if (!tokens_.at_query()) return tokens_.mismatch("<query>");
  return make(position, Exists{TRY(subquery())});
}

// Behind the opening parenthesis.
base::Result<QueryPtr> ExpressionParser::subquery() {
  QueryPtr query = TRY(query_());
  TRY(tokens_.expect_symbol(")"));
  return query;
}

base::Result<ExpressionPtr> ExpressionParser::case_expression() {
  const Position position = tokens_.take().position;
  Case node;
  if (!tokens_.at_keyword("WHEN")) node.operand = TRY(parse());
  if (!tokens_.at_keyword("WHEN")) return tokens_.mismatch("'WHEN'");
  while (tokens_.take_keyword("WHEN")) {
    ExpressionPtr condition = TRY(parse());
    TRY(tokens_.expect_keyword("THEN"));
    ExpressionPtr value = TRY(parse());
    node.whens.push_back({std::move(condition), std::move(value)});
  }
  if (tokens_.take_keyword("ELSE")) node.otherwise = TRY(parse());
  if (!tokens_.take_keyword("END")) return tokens_.mismatch("'ELSE', 'END', 'WHEN'");
  return make(position, std::move(node));
}

base::Result<ExpressionPtr> ExpressionParser::name_or_call() {
  const Position position = tokens_.position();
  ColumnName column;
  column.parts.push_back(TRY(tokens_.expect_name()));
  if (tokens_.at_symbol("(")) return call(std::move(column.parts.front()));
  if (tokens_.at_symbol("->")) return lambda(std::move(column.parts));
  while (tokens_.at_symbol(".") && tokens_.peek(1).text != "*") {
    tokens_.take();
    column.parts.push_back(TRY(tokens_.expect_name_behind_dot()));
  }
  return make(position, std::move(column));
}

base::Result<ExpressionPtr> ExpressionParser::call(Name function) {
  TRY(tokens_.expect_symbol("("));
  const Position position = function.position;
  Call node{.function = std::move(function)};
  const bool spark = tokens_.dialect().spark_grammar;
  const bool counts = tokens_.at_symbol("*") && tokens_.at_symbol(")", 1) &&
                      (!spark || base::iequals(node.function.text, "count"));
  if (counts || (!spark && tokens_.at_symbol("*"))) {
    tokens_.take();
    node.star = true;
  } else if (!tokens_.at_symbol(")")) {
    node.distinct = tokens_.take_keyword("DISTINCT");
    if (!node.distinct) tokens_.take_keyword("ALL");
    do {
      if (spark && take_star(node)) continue;
      node.arguments.push_back(TRY(parse()));
    } while (tokens_.take_symbol(","));
  }
  if (spark) TRY(spark_call_end(node));
  if (!spark && tokens_.take_keyword("ORDER")) node.order_by = TRY(sort_items());
  TRY(tokens_.expect_symbol(")"));
  TRY(call_suffix(node));
  return make(position, std::move(node));
}

base::Result<void> ExpressionParser::filter(Call& call) {
  if (!tokens_.at_keyword("FILTER") || !tokens_.at_symbol("(", 1)) return {};
  tokens_.take();
  tokens_.take();
  TRY(tokens_.expect_keyword("WHERE"));
  call.filter = TRY(parse());
  return tokens_.expect_symbol(")");
}

// FILTER (WHERE ...), IGNORE NULLS, OVER ...
base::Result<void> ExpressionParser::call_suffix(Call& call) {
  if (tokens_.dialect().spark_grammar) TRY(within_group(call));
  TRY(filter(call));
  const bool nulls = tokens_.at_keyword("NULLS", 1);
  if (nulls && (tokens_.at_keyword("IGNORE") || tokens_.at_keyword("RESPECT"))) {
    call.ignore_nulls = tokens_.take().keyword == "IGNORE";
    tokens_.take();
  }
  if (!tokens_.at_keyword("OVER")) return {};
  const Position position = tokens_.take().position;
  if (tokens_.at_symbol("(")) {
    call.over = std::make_unique<Window>(TRY(window()));
    return {};
  }
  call.over = std::make_unique<Window>(
      Window{.base = TRY(tokens_.expect_name()), .position = position, .is_base = true});
  return {};
}

}  // namespace sql
