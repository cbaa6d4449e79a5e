#include "plan/json_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/result.h"
#include "plan/json_path_tokens.h"

namespace plan::json_path {
namespace {

struct MethodName {
  std::string_view word;
  Method method;
};
constexpr std::array kMethods = std::to_array<MethodName>({
    {"type", Method::Type},
    {"size", Method::Size},
    {"double", Method::Double},
    {"ceiling", Method::Ceiling},
    {"floor", Method::Floor},
    {"abs", Method::Abs},
    {"keyvalue", Method::KeyValue},
});

struct ComparisonSymbol {
  std::string_view symbol;
  Comparison op;
};
constexpr std::array kComparisons = std::to_array<ComparisonSymbol>({
    {"==", Comparison::Equal},
    {"<>", Comparison::NotEqual},
    {"!=", Comparison::NotEqual},
    {"<", Comparison::Less},
    {"<=", Comparison::LessOrEqual},
    {">", Comparison::Greater},
    {">=", Comparison::GreaterOrEqual},
});

constexpr std::string_view kMultiplicative = "*/%", kAdditive = "+-";

// Recursive descent, a method for each rule:
//
//   path       = (lax | strict) sum
//   sum        = product {(+ | -) product}
//   product    = sign {(* | / | %) sign}
//   sign       = (+ | -) sign | access
//   access     = primary {.key | .* | ..key | [*] | [sum [to sum], ...] | ?(any) | .method()}
//   primary    = (sum) | $ | @ | $name | last | null | true | false | "text" | number
//   any        = all {|| all}
//   all        = predicate {&& predicate}
//   predicate  = ![exists](...) | exists(sum) | (any) [is unknown] | comparison
//   comparison = sum (== | <> | != | < | <= | > | >=) sum | sum starts with ("text" | $name)
//
// Two things are bounded by kMaxDepth: `nesting_`, this parser's own recursion, as parentheses make no node;
// and the depth of a node, for whoever walks the tree, as a sum of many terms nests without any recursion
// here. An error ends the parse at once, so nobody winds `nesting_` back then.
class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(tokenize(text)) {}

  base::Result<Path> path() {
    const bool strict = at_word("strict");
    if (!strict && !at_word("lax")) return wrong("missing {'lax', 'strict'} at " + shown());
    ++next_;
    ExpressionPtr root = TRY(sum());
    if (peek().kind != Token::Kind::End) return mismatch("<EOF>");
    return Path{.lax = !strict, .root = std::move(root)};
  }

  // Errors do not move on, so the token in front of the parser is the one at fault.
  Refusal refusal(const base::Error& error) const {
    return {error.code, error.message, peek().line, peek().column};
  }

 private:
  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
  }
  bool at_word(std::string_view word, std::size_t ahead = 0) const {
    return peek(ahead).kind == Token::Kind::Name && peek(ahead).text == word;
  }
  bool at_symbol(std::string_view symbol, std::size_t ahead = 0) const {
    return peek(ahead).kind == Token::Kind::Symbol && peek(ahead).text == symbol;
  }
  bool at_any(std::string_view symbols) const {
    return peek().kind == Token::Kind::Symbol && peek().text.size() == 1 &&
           symbols.find(peek().text[0]) != std::string_view::npos;
  }
  bool take_symbol(std::string_view symbol) {
    const bool here = at_symbol(symbol);
    if (here) ++next_;
    return here;
  }
  bool take_word(std::string_view word) {
    const bool here = at_word(word);
    if (here) ++next_;
    return here;
  }

  std::string shown() const {
    return peek().kind == Token::Kind::End ? "'<EOF>'" : fmt::format("'{}'", peek().text);
  }
  static base::Error wrong(std::string message) {
    return base::refusal("SYNTAX_ERROR", 400, std::move(message));
  }
  base::Error mismatch(std::string_view expected) const {
    return wrong(fmt::format("mismatched input {} expecting {}", shown(), expected));
  }
  static base::Error not_supported(std::string_view what) {
    return base::refusal("NOT_SUPPORTED", 400, fmt::format("{} in JSON path is not yet supported", what));
  }
  base::Result<void> expect(std::string_view symbol) {
    if (!take_symbol(symbol)) return mismatch(fmt::format("'{}'", symbol));
    return {};
  }

  template <typename Node>
  static base::Result<ExpressionPtr> expression(Node node, int depth_below) {
    if (depth_below >= kMaxDepth) return too_deep();
    return ExpressionPtr(new Expression{.node = std::move(node), .depth = depth_below + 1});
  }
  template <typename Node>
  static base::Result<PredicatePtr> predicate_of(Node node, int depth_below) {
    if (depth_below >= kMaxDepth) return too_deep();
    return PredicatePtr(new Predicate{.node = std::move(node), .depth = depth_below + 1});
  }
  static base::Error too_deep() {
    return base::refusal(
        "NOT_SUPPORTED", 400,
        fmt::format("a JSON path that nests more than {} levels deep is not supported yet", kMaxDepth));
  }

  base::Result<ExpressionPtr> sum() {
    if (nesting_ >= kMaxDepth) return too_deep();
    ++nesting_;
    ExpressionPtr left = TRY(product());
    while (at_any(kAdditive)) left = TRY(arithmetic(std::move(left), &Parser::product));
    --nesting_;
    return left;
  }

  base::Result<ExpressionPtr> product() {
    ExpressionPtr left = TRY(sign());
    while (at_any(kMultiplicative)) left = TRY(arithmetic(std::move(left), &Parser::sign));
    return left;
  }

  base::Result<ExpressionPtr> arithmetic(ExpressionPtr left,
                                         base::Result<ExpressionPtr> (Parser::*operand)()) {
    const char op = peek().text[0];
    ++next_;
    ExpressionPtr right = TRY((this->*operand)());
    const int depth = std::max(left->depth, right->depth);
    return expression(Arithmetic{op, std::move(left), std::move(right)}, depth);
  }

  // The minus of a number is part of it.
  base::Result<ExpressionPtr> sign() {
    if (!at_any(kAdditive) || (at_symbol("-") && at_number(1))) return access();
    if (nesting_ >= kMaxDepth) return too_deep();
    ++nesting_;
    const bool negative = at_symbol("-");
    ++next_;
    ExpressionPtr operand = TRY(sign());
    --nesting_;
    const int depth = operand->depth;
    return expression(Sign{negative, std::move(operand)}, depth);
  }

  bool at_number(std::size_t ahead) const {
    const Token::Kind kind = peek(ahead).kind;
    return kind == Token::Kind::Integer || kind == Token::Kind::Decimal || kind == Token::Kind::Double;
  }

  base::Result<ExpressionPtr> access() {
    ExpressionPtr base = TRY(primary());
    int depth = base->depth;
    std::vector<Step> steps;
    while (at_symbol(".") || at_symbol("..") || at_symbol("[") || at_symbol("?"))
      steps.push_back(TRY(step(depth)));
    if (steps.empty()) return base;
    return expression(Access{std::move(base), std::move(steps)}, depth);
  }

  // `depth` grows to that of what stands in the step.
  base::Result<Step> step(int& depth) {
    if (take_symbol("[")) return elements(depth);
    if (take_symbol("?")) {
      TRY(expect("("));
      PredicatePtr condition = TRY(any());
      TRY(expect(")"));
      depth = std::max(depth, condition->depth);
      return Filter{std::move(condition)};
    }
    if (take_symbol("..")) return Descendants{TRY(key())};
    ++next_;
    if (take_symbol("*")) return Member{};
    if (peek().kind == Token::Kind::Name && at_symbol("(", 1)) return method();
    return Member{TRY(key())};
  }

  base::Result<std::string> key() {
    if (peek().kind != Token::Kind::Name && peek().kind != Token::Kind::Text)
      return mismatch("{'*', <identifier>, <string>}");
    return tokens_[next_++].text;
  }

  // A word that is no method is a member's name to Trino, behind which the bracket is what does not fit.
  base::Result<Step> method() {
    if (at_word("datetime")) return not_supported("datetime method");
    const auto* known = std::ranges::find(kMethods, peek().text, &MethodName::word);
    ++next_;
    if (known == kMethods.end()) return mismatch("<EOF>");
    ++next_;
    TRY(expect(")"));
    return known->method;
  }

  // Behind the opening bracket.
  base::Result<Step> elements(int& depth) {
    Elements elements;
    if (!take_symbol("*")) {
      do {
        Elements::Range range{.from = TRY(sum())};
        if (take_word("to")) range.to = TRY(sum());
        depth = std::max({depth, range.from->depth, range.to ? range.to->depth : 0});
        elements.ranges.push_back(std::move(range));
      } while (take_symbol(","));
    }
    if (!take_symbol("]")) return mismatch("{',', ']'}");
    return elements;
  }

  base::Result<ExpressionPtr> primary() {
    if (take_symbol("(")) {
      ExpressionPtr inner = TRY(sum());
      TRY(expect(")"));
      return inner;
    }
    if (take_symbol("$")) return expression(Context{}, 0);
    if (take_symbol("@")) return expression(CurrentItem{}, 0);
    if (take_word("last")) return expression(Last{}, 0);
    if (take_word("null")) return expression(Null{}, 0);
    if (at_word("true") || at_word("false")) return expression(tokens_[next_++].text == "true", 0);
    if (peek().kind == Token::Kind::Variable) return expression(Variable{tokens_[next_++].text}, 0);
    if (peek().kind == Token::Kind::Text) return expression(tokens_[next_++].text, 0);
    const std::string minus = take_symbol("-") ? "-" : "";
    if (!at_number(0)) return mismatch("<path>");
    const Token& number = tokens_[next_++];
    const Number::Kind kind = number.kind == Token::Kind::Integer   ? Number::Kind::Integer
                              : number.kind == Token::Kind::Decimal ? Number::Kind::Decimal
                                                                    : Number::Kind::Double;
    return expression(Number{kind, minus + number.text}, 0);
  }

  base::Result<PredicatePtr> any() {
    if (nesting_ >= kMaxDepth) return too_deep();
    ++nesting_;
    PredicatePtr found = TRY(logical("||", &Parser::all));
    --nesting_;
    return found;
  }
  base::Result<PredicatePtr> all() { return logical("&&", &Parser::predicate); }

  base::Result<PredicatePtr> logical(std::string_view symbol,
                                     base::Result<PredicatePtr> (Parser::*operand)()) {
    PredicatePtr first = TRY((this->*operand)());
    if (!at_symbol(symbol)) return first;
    int depth = first->depth;
    Logical logical{.all = symbol == "&&"};
    logical.terms.push_back(std::move(first));
    while (take_symbol(symbol)) {
      logical.terms.push_back(TRY((this->*operand)()));
      depth = std::max(depth, logical.terms.back()->depth);
    }
    return predicate_of(std::move(logical), depth);
  }

  base::Result<PredicatePtr> predicate() {
    if (take_symbol("!")) {
      if (!at_exists() && !at_symbol("(")) return mismatch("{'(', 'exists'}");
      PredicatePtr operand = TRY(at_exists() ? exists() : parenthesized());
      const int depth = operand->depth;
      return predicate_of(Not{std::move(operand)}, depth);
    }
    if (at_exists()) return exists();
    if (!at_symbol("(") || !is_predicate(next_)) return comparison();
    PredicatePtr inner = TRY(parenthesized());
    if (!at_word("is")) return inner;
    ++next_;
    if (!take_word("unknown")) return mismatch("'unknown'");
    const int depth = inner->depth;
    return predicate_of(IsUnknown{std::move(inner)}, depth);
  }

  bool at_exists() const { return at_word("exists") && at_symbol("(", 1); }

  base::Result<PredicatePtr> exists() {
    next_ += 2;
    ExpressionPtr path = TRY(sum());
    TRY(expect(")"));
    const int depth = path->depth;
    return predicate_of(Exists{std::move(path)}, depth);
  }

  base::Result<PredicatePtr> parenthesized() {
    TRY(expect("("));
    PredicatePtr inner = TRY(any());
    TRY(expect(")"));
    return inner;
  }

  // Whether what the parentheses at a token hold is a predicate, and no path. They may begin with others, as
  // ((a == b)) and ((a) == b) do: something that is said of predicates alone stands in one of these that is
  // still open, and in no parentheses or brackets further in. It looks ahead rather than to parse twice: that
  // would double with each parenthesis, while this costs at most the length of the path for each.
  bool is_predicate(std::size_t open) const {
    std::size_t at = open;
    while (is_symbol(at, "(")) ++at;
    int depth = static_cast<int>(at - open);
    for (int first = depth; at < tokens_.size() && depth > 0; ++at) {
      if (opens(at)) ++depth;
      if (closes(at)) --depth;
      first = std::min(first, depth);
      if (depth == first && says_predicate(at)) return true;
    }
    return false;
  }
  bool is_symbol(std::size_t at, std::string_view symbols) const {
    return tokens_[at].kind == Token::Kind::Symbol &&
           symbols.find(tokens_[at].text) != std::string_view::npos;
  }
  bool opens(std::size_t at) const { return is_symbol(at, "(") || is_symbol(at, "["); }
  bool closes(std::size_t at) const { return is_symbol(at, ")") || is_symbol(at, "]"); }
  bool says_predicate(std::size_t at) const {
    const Token& token = tokens_[at];
    const bool member = at > 0 && (is_symbol(at - 1, ".") || is_symbol(at - 1, ".."));
    if (token.kind == Token::Kind::Name && !member)
      return token.text == "exists" || token.text == "starts" || token.text == "like_regex";
    if (token.kind != Token::Kind::Symbol) return false;
    return token.text == "!" || token.text == "&&" || token.text == "||" ||
           std::ranges::find(kComparisons, token.text, &ComparisonSymbol::symbol) != kComparisons.end();
  }

  base::Result<PredicatePtr> comparison() {
    ExpressionPtr left = TRY(sum());
    if (at_word("like_regex")) return not_supported("like_regex predicate");
    if (at_word("starts")) return starts_with(std::move(left));
    const auto* symbol = std::ranges::find(kComparisons, peek().text, &ComparisonSymbol::symbol);
    if (peek().kind != Token::Kind::Symbol || symbol == kComparisons.end())
      return mismatch("{'==', '<>', '!=', '<', '>', '<=', '>=', 'like_regex', 'starts'}");
    ++next_;
    ExpressionPtr right = TRY(sum());
    const int depth = std::max(left->depth, right->depth);
    return predicate_of(Compare{symbol->op, std::move(left), std::move(right)}, depth);
  }

  base::Result<PredicatePtr> starts_with(ExpressionPtr text) {
    ++next_;
    if (!take_word("with")) return mismatch("'with'");
    if (peek().kind != Token::Kind::Text && peek().kind != Token::Kind::Variable)
      return mismatch("{<string>, <variable>}");
    ExpressionPtr prefix = TRY(primary());
    const int depth = text->depth;
    return predicate_of(StartsWith{std::move(text), std::move(prefix)}, depth);
  }

  const std::vector<Token> tokens_;
  std::size_t next_ = 0;
  int nesting_ = 0;
};

}  // namespace

std::variant<Path, Refusal> parse(std::string_view text) {
  Parser parser(text);
  base::Result<Path> path = parser.path();
  if (!path.ok()) return parser.refusal(path.error());
  return *std::move(path);
}

}  // namespace plan::json_path
