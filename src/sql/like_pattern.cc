#include "sql/like_pattern.h"

namespace sql {
namespace {

base::Result<std::string> translate(const std::string& pattern, char escape) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (escape != '\0' && c == escape) {
      c = ++i < pattern.size() ? pattern[i] : '\0';
      if (c != '%' && c != '_' && c != escape) {
        return base::refusal("INVALID_FUNCTION_ARGUMENT", 400,
                             "Escape character must be followed by '%', '_' or the escape character itself");
      }
      if (c == '%' || c == '_' || c == '\\') result += '\\';
    } else if (c == '\\') {
      result += '\\';
    }
    result += c;
  }
  return result;
}

}  // namespace

base::Result<PlanExpression> to_spark_pattern(const Expression& pattern, PlanExpression value,
                                              const Expression* escape, const PlanExpression* escape_value) {
  const auto* text = std::get_if<StringLiteral>(&pattern.node);
  const auto* character = escape != nullptr ? std::get_if<StringLiteral>(&escape->node) : nullptr;
  // What is no constant, or no byte, is checked and translated while the query runs.
  if (escape != nullptr && (text == nullptr || character == nullptr || character->value.size() != 1))
    return plan::call("trino.like_pattern", {std::move(value), *escape_value});
  if (text != nullptr)
    return plan::literal(TRY(translate(text->value, escape != nullptr ? character->value[0] : '\0')));
  return plan::call("replace", {std::move(value), plan::literal("\\"), plan::literal("\\\\")});
}

}  // namespace sql
