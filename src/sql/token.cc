#include "sql/token.h"

#include <fmt/format.h>

namespace sql {

base::Error error_at(Position position, std::string code, const std::string& message) {
  return base::refusal(std::move(code), 400,
                       fmt::format("line {}:{}: {}", position.line, position.column, message));
}

base::Error syntax_error(Position position, const std::string& message) {
  return error_at(position, "SYNTAX_ERROR", message);
}

namespace {
constexpr const char* kNotSupportedYet = " is not supported yet";
}

base::Error not_supported_yet(Position position, const std::string& construct) {
  return error_at(position, "NOT_SUPPORTED", construct + kNotSupportedYet);
}

bool is_not_supported_yet(const base::Error& error) {
  return error.code == "NOT_SUPPORTED" && error.message.ends_with(kNotSupportedYet);
}

}  // namespace sql
