#include "services/glue/name_pattern.h"

#include <re2/re2.h>

namespace services::glue {
namespace {

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

base::Result<NamePattern> NamePattern::parse(std::string_view expression) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_case_sensitive(false);
  options.set_never_capture(true);
  options.set_max_mem(1 << 20);
  auto pattern = std::make_shared<const re2::RE2>(piece(expression), options);
  if (pattern->ok()) return NamePattern(std::move(pattern));
  return base::refusal(
      "InvalidInputException", 400,
      fmt::format("Expression '{}' is not a regular expression: {}", expression, pattern->error()));
}

bool NamePattern::matches(std::string_view name) const {
  return re2::RE2::FullMatch(piece(name), *pattern_);
}

}  // namespace services::glue
