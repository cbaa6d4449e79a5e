#include "services/glue/partition_expression.h"

#include <algorithm>
#include <charconv>
#include <compare>

#include "base/text.h"

namespace services::glue {

// One condition of the tree. `key` counts the table's partition keys.
struct PartitionExpression::Node {
  enum class Kind { And, Or, Not, Compare, In, Between, Like, IsNull } kind;
  std::vector<std::unique_ptr<Node>> children;  // of And, Or, Not
  std::size_t key = 0;
  bool numeric = false;                // compare as numbers
  std::string comparison;              // of Compare: = <> < <= > >=
  std::vector<std::string> constants;  // one for Compare and Like, two for Between, any number for In
};

namespace {

using Node = PartitionExpression::Node;
using NodePointer = std::unique_ptr<Node>;

constexpr int kDepthMax = 100;  // parentheses and NOTs nested deeper are refused, not recursed into

base::Error invalid(std::string message) {
  return base::refusal("InvalidInputException", 400, std::move(message));
}

struct Token {
  enum class Kind { End, Name, Text, Number, Symbol } kind = Kind::End;
  std::string text;  // a symbol or a word as written, a text without its quotes
  std::size_t position = 0;
};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || (c & 0x80);
}

// Cuts the text into tokens, one step ahead of the parser.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  base::Result<Token> next() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    const std::size_t start = at_;
    if (at_ == text_.size()) return Token{.position = start};
    const char c = text_[at_];
    if (c == '\'') return quoted('\'', Token::Kind::Text);
    if (c == '"' || c == '`') return quoted(c, Token::Kind::Name);
    if (starts_number()) return number();
    if (is_name_character(c)) {
      while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
      return Token{Token::Kind::Name, std::string(text_.substr(start, at_ - start)), start};
    }
    for (const std::string_view symbol : {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","}) {
      if (!text_.substr(at_).starts_with(symbol)) continue;
      at_ += symbol.size();
      return Token{Token::Kind::Symbol, std::string(symbol == "!=" ? "<>" : symbol), start};
    }
    return invalid(fmt::format("Unsupported expression '{}': unexpected character '{}' at position {}.",
                               text_, c, start + 1));
  }

 private:
  bool starts_number() const {
    const auto digit_at = [&](std::size_t i) {
      return i < text_.size() && text_[i] >= '0' && text_[i] <= '9';
    };
    return digit_at(at_) || ((text_[at_] == '-' || text_[at_] == '.') && digit_at(at_ + 1));
  }

  Token number() {
    const std::size_t start = at_++;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '.'))
      ++at_;
    return Token{Token::Kind::Number, std::string(text_.substr(start, at_ - start)), start};
  }

  base::Result<Token> quoted(char quote, Token::Kind kind) {
    Token token{kind, "", at_};
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != quote) {
        token.text += text_[at_];
      } else if (text_.substr(at_ + 1).starts_with(quote)) {  // a doubled quote is one of the text
        token.text += quote;
        ++at_;
      } else {
        ++at_;
        return token;
      }
    }
    return invalid(fmt::format("Unsupported expression '{}': the quote at position {} is not closed.", text_,
                               token.position + 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_numeric_type(std::string_view type) {
  for (const std::string_view numeric :
       {"int", "integer", "bigint", "long", "tinyint", "smallint", "float", "double"})
    if (base::iequals(type, numeric)) return true;
  return base::to_lower(type).starts_with("decimal");
}

std::optional<double> to_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// Precedence climbing over OR, AND, NOT and the comparisons of one key with constants.
class Parser {
 public:
  Parser(std::string_view text, const std::vector<plan::Column>& keys)
      : text_(text), lexer_(text), keys_(keys) {}

  base::Result<NodePointer> parse() {
    TRY(advance());
    NodePointer root = TRY(any_of());
    if (token_.kind != Token::Kind::End) return unexpected();
    return root;
  }

 private:
  base::Result<void> advance() {
    token_ = TRY(lexer_.next());
    return {};
  }

  base::Error unexpected() const {
    const std::string found = token_.kind == Token::Kind::End ? "the end" : fmt::format("'{}'", token_.text);
    return invalid(fmt::format("Unsupported expression '{}': unexpected {} at position {}.", text_, found,
                               token_.position + 1));
  }

  bool is_word(std::string_view word) const {
    return token_.kind == Token::Kind::Name && base::iequals(token_.text, word);
  }
  bool is_symbol(std::string_view symbol) const {
    return token_.kind == Token::Kind::Symbol && token_.text == symbol;
  }

  base::Result<bool> accept_word(std::string_view word) {
    if (!is_word(word)) return false;
    TRY(advance());
    return true;
  }

  base::Result<void> expect_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return unexpected();
    return advance();
  }

  base::Result<NodePointer> any_of() { return chain(Node::Kind::Or, "OR", &Parser::all_of); }
  base::Result<NodePointer> all_of() { return chain(Node::Kind::And, "AND", &Parser::negation); }

  base::Result<NodePointer> chain(Node::Kind kind, std::string_view word,
                                  base::Result<NodePointer> (Parser::*operand)()) {
    NodePointer first = TRY((this->*operand)());
    if (!is_word(word)) return first;
    auto node = std::make_unique<Node>(Node{.kind = kind});
    node->children.push_back(std::move(first));
    while (TRY(accept_word(word))) node->children.push_back(TRY((this->*operand)()));
    return node;
  }

  base::Result<NodePointer> negation() {
    if (++depth_ > kDepthMax) return invalid("Unsupported expression: it is nested too deeply.");
    NodePointer node = TRY(TRY(accept_word("NOT")) ? negate(TRY(negation())) : primary());
    --depth_;
    return node;
  }

  static base::Result<NodePointer> negate(NodePointer operand) {
    auto node = std::make_unique<Node>(Node{.kind = Node::Kind::Not});
    node->children.push_back(std::move(operand));
    return node;
  }

  base::Result<NodePointer> primary() {
    if (!is_symbol("(")) return predicate();
    TRY(advance());
    NodePointer inside = TRY(any_of());
    TRY(expect_symbol(")"));
    return inside;
  }

  base::Result<NodePointer> predicate() {
    if (token_.kind != Token::Kind::Name) return unexpected();
    auto node = std::make_unique<Node>();
    node->key = TRY(key_named(token_.text));
    node->numeric = is_numeric_type(keys_[node->key].type);
    TRY(advance());
    if (TRY(accept_word("IS"))) return null_test(std::move(node));
    const bool negated = TRY(accept_word("NOT"));
    NodePointer tested = TRY(comparison(std::move(node), negated));
    return negated ? negate(std::move(tested)) : base::Result<NodePointer>(std::move(tested));
  }

  base::Result<std::size_t> key_named(std::string_view name) const {
    for (std::size_t i = 0; i < keys_.size(); ++i)
      if (base::iequals(keys_[i].name, name)) return i;
    return invalid(fmt::format("Unknown partition key '{}' in expression '{}'.", name, text_));
  }

  base::Result<NodePointer> null_test(NodePointer node) {
    node->kind = Node::Kind::IsNull;
    const bool negated = TRY(accept_word("NOT"));
    if (!TRY(accept_word("NULL"))) return unexpected();
    return negated ? negate(std::move(node)) : base::Result<NodePointer>(std::move(node));
  }

  // Behind the key (and a NOT): BETWEEN, IN, LIKE or, without the NOT, a comparison sign.
  base::Result<NodePointer> comparison(NodePointer node, bool negated) {
    if (TRY(accept_word("BETWEEN"))) {
      node->kind = Node::Kind::Between;
      TRY(add_constant(*node));
      if (!TRY(accept_word("AND"))) return unexpected();
      TRY(add_constant(*node));
    } else if (TRY(accept_word("IN"))) {
      node->kind = Node::Kind::In;
      TRY(expect_symbol("("));
      TRY(add_constant(*node));
      while (is_symbol(",")) {
        TRY(advance());
        TRY(add_constant(*node));
      }
      TRY(expect_symbol(")"));
    } else if (TRY(accept_word("LIKE"))) {
      node->kind = Node::Kind::Like;
      node->numeric = false;
      TRY(add_constant(*node));
    } else {
      if (negated || token_.kind != Token::Kind::Symbol || !is_comparison(token_.text)) return unexpected();
      node->kind = Node::Kind::Compare;
      node->comparison = token_.text;
      TRY(advance());
      TRY(add_constant(*node));
    }
    return node;
  }

  static bool is_comparison(std::string_view symbol) {
    return symbol != "(" && symbol != ")" && symbol != ",";
  }

  // date '2020-01-01' and timestamp '...' are constants too: the word says what the text is.
  base::Result<void> add_constant(Node& node) {
    if (is_word("DATE") || is_word("TIMESTAMP")) TRY(advance());
    if (token_.kind != Token::Kind::Text && token_.kind != Token::Kind::Number) return unexpected();
    if (node.numeric && !to_number(token_.text))
      return invalid(fmt::format("'{}' is not a value of partition key '{}', which is of type {}.",
                                 token_.text, keys_[node.key].name, keys_[node.key].type));
    node.constants.push_back(token_.text);
    return advance();
  }

  std::string_view text_;
  Lexer lexer_;
  const std::vector<plan::Column>& keys_;
  Token token_;
  int depth_ = 0;
};

// How a value compares with a constant; nothing when the value is not of the key's type.
std::optional<std::partial_ordering> compare(const Node& node, const std::string& value,
                                             const std::string& constant) {
  if (!node.numeric) return value <=> constant;
  const auto left = to_number(value), right = to_number(constant);
  if (!left || !right) return std::nullopt;
  return *left <=> *right;
}

bool holds(std::string_view comparison, std::partial_ordering order) {
  if (comparison == "=") return order == 0;
  if (comparison == "<>") return order != 0;
  if (comparison == "<") return order < 0;
  if (comparison == "<=") return order <= 0;
  if (comparison == ">") return order > 0;
  return order >= 0;
}

// SQL's LIKE: % stands for any run of characters, _ for one. Linear in the text but for backtracking to the
// last %.
bool like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

// SQL's three-valued logic: nothing stands for unknown, which a NULL value gives.
std::optional<bool> evaluate(const Node& node, const PartitionValues& values);

std::optional<bool> evaluate_chain(const Node& node, const PartitionValues& values, bool deciding) {
  bool unknown = false;
  for (const NodePointer& child : node.children) {
    const auto value = evaluate(*child, values);
    if (value == deciding) return deciding;
    unknown |= !value;
  }
  return unknown ? std::nullopt : std::optional(!deciding);
}

std::optional<bool> evaluate_predicate(const Node& node, const std::string& value) {
  const auto test = [&](std::string_view comparison, const std::string& constant) -> std::optional<bool> {
    const auto order = compare(node, value, constant);
    return order ? std::optional(holds(comparison, *order)) : std::nullopt;
  };
  switch (node.kind) {
    case Node::Kind::Compare:
      return test(node.comparison, node.constants[0]);
    case Node::Kind::Like:
      return like(value, node.constants[0]);
    case Node::Kind::In:
      return std::any_of(node.constants.begin(), node.constants.end(),
                         [&](const auto& c) { return test("=", c) == true; });
    default: {  // Between
      const auto low = test(">=", node.constants[0]), high = test("<=", node.constants[1]);
      return low && high ? std::optional(*low && *high) : std::nullopt;
    }
  }
}

std::optional<bool> evaluate(const Node& node, const PartitionValues& values) {
  switch (node.kind) {
    case Node::Kind::And:
      return evaluate_chain(node, values, false);
    case Node::Kind::Or:
      return evaluate_chain(node, values, true);
    case Node::Kind::Not: {
      const auto inner = evaluate(*node.children[0], values);
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    case Node::Kind::IsNull:
      return !values[node.key].has_value();
    default:
      return values[node.key] ? evaluate_predicate(node, *values[node.key]) : std::nullopt;
  }
}

// The constant that the conjunction below `node` fixes the key to. Numbers have many spellings and are not
// sought by.
std::optional<std::string> fixed_value(const Node& node, std::size_t key) {
  if (node.kind == Node::Kind::Compare && node.key == key && node.comparison == "=" && !node.numeric)
    return node.constants[0];
  if (node.kind != Node::Kind::And) return std::nullopt;
  for (const NodePointer& child : node.children)
    if (auto value = fixed_value(*child, key)) return value;
  return std::nullopt;
}

}  // namespace

PartitionExpression::PartitionExpression(std::unique_ptr<Node> root, std::size_t key_count)
    : root_(std::move(root)), key_count_(key_count) {}
PartitionExpression::PartitionExpression(PartitionExpression&&) noexcept = default;
PartitionExpression& PartitionExpression::operator=(PartitionExpression&&) noexcept = default;
PartitionExpression::~PartitionExpression() = default;

base::Result<PartitionExpression> PartitionExpression::parse(std::string_view text,
                                                             const std::vector<plan::Column>& keys) {
  return PartitionExpression(TRY(Parser(text, keys).parse()), keys.size());
}

bool PartitionExpression::matches(const PartitionValues& values) const {
  return evaluate(*root_, values) == true;
}

std::vector<std::string> PartitionExpression::leading_values() const {
  std::vector<std::string> values;
  for (std::size_t key = 0; key < key_count_; ++key) {
    auto value = fixed_value(*root_, key);
    if (!value) break;
    values.push_back(*std::move(value));
  }
  return values;
}

}  // namespace services::glue
