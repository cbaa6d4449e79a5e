#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The paths of SQL/JSON as Trino has them: lax $.items[0 to last] ? (@.price > 10).name
// https://trino.io/docs/435/functions/json.html#json-path-language
//
// A plan carries a path as the text that it is; who checks it and who computes it read it by the one parser.
namespace plan::json_path {

struct Expression;
using ExpressionPtr = std::unique_ptr<const Expression>;
struct Predicate;
using PredicatePtr = std::unique_ptr<const Predicate>;

struct Null {};
struct Number {
  enum class Kind { Integer, Decimal, Double } kind = Kind::Integer;
  std::string digits;  // as written, a sign in front of it included
};
struct Context {};  // $
struct Variable {   // $name
  std::string name;
};
struct CurrentItem {};  // @
struct Last {};         // last
struct Sign {
  bool negative = false;
  ExpressionPtr operand;
};
struct Arithmetic {
  char op = '+';  // + - * / %
  ExpressionPtr left;
  ExpressionPtr right;
};

struct Member {
  std::optional<std::string> key;  // nothing: .*
};
struct Descendants {  // ..key
  std::string key;
};
struct Elements {
  struct Range {
    ExpressionPtr from;
    ExpressionPtr to;  // null: the one element
  };
  std::vector<Range> ranges;  // none: [*]
};
struct Filter {
  PredicatePtr condition;
};
enum class Method { Type, Size, Double, Ceiling, Floor, Abs, KeyValue };
using Step = std::variant<Member, Descendants, Elements, Filter, Method>;

// Steps stand flat, so that a long path is not a deep one.
struct Access {
  ExpressionPtr base;
  std::vector<Step> steps;
};

struct Expression {
  std::variant<Null, bool, Number, std::string, Context, Variable, CurrentItem, Last, Sign, Arithmetic,
               Access>
      node;
  int depth = 1;  // of the tree below, this node included
};

enum class Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
struct Compare {
  Comparison op = Comparison::Equal;
  ExpressionPtr left;
  ExpressionPtr right;
};
struct Exists {
  ExpressionPtr path;
};
struct StartsWith {
  ExpressionPtr text;
  ExpressionPtr prefix;
};
struct Not {
  PredicatePtr operand;
};
struct IsUnknown {
  PredicatePtr operand;
};
struct Logical {    // flat, as the steps
  bool all = true;  // &&
  std::vector<PredicatePtr> terms;
};
struct Predicate {
  std::variant<Compare, Exists, StartsWith, Not, IsUnknown, Logical> node;
  int depth = 1;
};

struct Path {
  bool lax = true;
  ExpressionPtr root;
};

// What is wrong with a text, and where: lines count from 1, columns from 0, in characters. Its code is
// SYNTAX_ERROR, or NOT_SUPPORTED for what Trino has in its grammar alone.
struct Refusal {
  std::string code;
  std::string message;
  int line = 1;
  int column = 0;
};

inline constexpr int kMaxDepth = 100;  // of a path's tree: who walks it may recurse

std::variant<Path, Refusal> parse(std::string_view text);

}  // namespace plan::json_path
