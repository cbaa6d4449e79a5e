#include "sql/like_pattern.h"

namespace sql {
namespace {

base::Error invalid(Position position, const std::string& message) {
  return error_at(position, "INVALID_FUNCTION_ARGUMENT", message);
}

base::Result<std::string> translate(const std::string& pattern, char escape, Position position) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (escape != '\0' && c == escape) {
      c = ++i < pattern.size() ? pattern[i] : '\0';
      if (c != '%' && c != '_' && c != escape) {
        return invalid(position,
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
                                              const Expression* escape) {
  char escape_character = '\0';
  if (escape != nullptr) {
    const auto* text = std::get_if<StringLiteral>(&escape->node);
    if (text == nullptr) return not_supported_yet(escape->position, "an ESCAPE that is not a constant");
    if (text->value.size() != 1) return invalid(escape->position, "Escape string must be a single character");
    escape_character = text->value[0];
  }
  if (const auto* text = std::get_if<StringLiteral>(&pattern.node)) {
    return plan::literal(TRY(translate(text->value, escape_character, pattern.position)));
  }
  if (escape != nullptr)
    return not_supported_yet(pattern.position, "ESCAPE with a pattern that is not a constant");
  return plan::call("replace", {std::move(value), plan::literal("\\"), plan::literal("\\\\")});
}

}  // namespace sql
