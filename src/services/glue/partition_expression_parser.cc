#include "services/glue/partition_expression_parser.h"

#include <fmt/format.h>

#include "base/text.h"

namespace services::glue {
namespace {

using Node = PartitionExpression::Node;

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
    if (c == '\'') return quoted(c, Token::Kind::Text);
    if (c == '"' || c == '`') return quoted(c, Token::Kind::Name);
    if (starts_number()) return number();
    if (is_name_character(c)) {
      while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
      return Token{Token::Kind::Name, std::string(text_.substr(start, at_ - start)), start};
    }
    for (const std::string_view symbol : {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","}) {
      if (!text_.substr(at_).starts_with(symbol)) continue;
      at_ += symbol.size();
      const auto meant = symbol == "!=" ? "<>" : symbol;
      return Token{Token::Kind::Symbol, std::string(meant), start};
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

  // Letters belong to it, so that 1e3 and 12abc are one token each, which the key's type takes or refuses.
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

// The Expression of GetPartitions (https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html);
// words in any case:
//
//   any_of    = all_of {OR all_of}
//   all_of    = negation {AND negation}
//   negation  = NOT negation | (any_of) | predicate
//   predicate = KEY IS [NOT] NULL | KEY [NOT] BETWEEN constant AND constant | KEY [NOT] IN (constant, ...)
//             | KEY [NOT] LIKE constant | KEY (= | <> | != | < | <= | > | >=) constant
//   constant  = [DATE | TIMESTAMP] 'text' | number
//
// The key stands on the left: constants there, arithmetic and functions are refused. A quoted number is a
// constant of a numeric key, too.
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
    NodePointer node = TRY(accept_word("NOT")) ? negate(TRY(negation())) : TRY(primary());
    --depth_;
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
    node->type = plan::partition_key_type(keys_[node->key].type);
    TRY(advance());
    if (TRY(accept_word("IS"))) return null_test(std::move(node));
    const bool negated = TRY(accept_word("NOT"));
    NodePointer tested = TRY(comparison(std::move(node), negated));
    return negated ? negate(std::move(tested)) : std::move(tested);
  }

  base::Result<std::size_t> key_named(std::string_view name) const {
    if (const auto key = find_key(keys_, name)) return *key;
    return invalid(fmt::format("Unknown partition key '{}' in expression '{}'.", name, text_));
  }

  base::Result<NodePointer> null_test(NodePointer node) {
    node->kind = Node::Kind::IsNull;
    const bool negated = TRY(accept_word("NOT"));
    if (!TRY(accept_word("NULL"))) return unexpected();
    return negated ? negate(std::move(node)) : std::move(node);
  }

  // Behind the key (and a NOT): BETWEEN, IN, LIKE or, without the NOT, a comparison sign.
  base::Result<NodePointer> comparison(NodePointer node, bool negated) {
    if (TRY(accept_word("BETWEEN"))) {
      node->kind = Node::Kind::Between;
      TRY(constant(*node));
      if (!TRY(accept_word("AND"))) return unexpected();
      TRY(constant(*node));
    } else if (TRY(accept_word("IN"))) {
      node->kind = Node::Kind::In;
      TRY(expect_symbol("("));
      TRY(constant(*node));
      while (is_symbol(",")) {
        TRY(advance());
        TRY(constant(*node));
      }
      TRY(expect_symbol(")"));
    } else if (TRY(accept_word("LIKE"))) {
      node->kind = Node::Kind::Like;
      node->type = plan::PartitionKeyType::Text;
      TRY(constant(*node));
    } else {
      if (negated || token_.kind != Token::Kind::Symbol || !is_comparison(token_.text)) return unexpected();
      node->kind = Node::Kind::Compare;
      node->comparison = token_.text;
      TRY(advance());
      TRY(constant(*node));
    }
    return node;
  }

  static bool is_comparison(std::string_view symbol) {
    return symbol != "(" && symbol != ")" && symbol != ",";
  }

  // date '2020-01-01' and timestamp '...' are constants too: the word says what the text is.
  base::Result<void> constant(Node& node) {
    if (is_word("DATE") || is_word("TIMESTAMP")) TRY(advance());
    if (token_.kind != Token::Kind::Text && token_.kind != Token::Kind::Number) return unexpected();
    TRY(add_constant(node, keys_[node.key], token_.text));
    return advance();
  }

  std::string_view text_;
  Lexer lexer_;
  const std::vector<plan::Column>& keys_;
  Token token_;
  int depth_ = 0;
};

}  // namespace

base::Result<NodePointer> parse_partition_expression(std::string_view text,
                                                     const std::vector<plan::Column>& keys) {
  return Parser(text, keys).parse();
}

}  // namespace services::glue
