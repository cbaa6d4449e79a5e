#include "services/glue/name_pattern.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace services::glue {
namespace {

// libstdc++'s own flag: all alternatives are followed at once, as Thompson's construction does. Groups that
// remember nothing keep a step as cheap as it can be.
constexpr auto kFlags =
    std::regex::ECMAScript | std::regex::icase | std::regex::nosubs | std::regex_constants::__polynomial;

// A repetition {n} is unrolled, one in another even so often; this many characters at most.
constexpr std::int64_t kMaxUnrolled = 5'000;

base::Error refused(const std::string& expression, std::string_view why) {
  return base::refusal("InvalidInputException", 400,
                       fmt::format("Expression '{}' is not a regular expression: {}", expression, why));
}

// At least the length of the expression with its repetitions unrolled.
std::int64_t unrolled_length(std::string_view expression) {
  std::int64_t length = static_cast<std::int64_t>(expression.size());
  std::int64_t count = 0;
  for (std::size_t i = 0; i < expression.size() && length <= kMaxUnrolled; ++i) {
    if (std::isdigit(static_cast<unsigned char>(expression[i]))) {
      count = std::min(count * 10 + (expression[i] - '0'), kMaxUnrolled + 1);
    } else {
      if (expression[i] == ',' || expression[i] == '}') length *= std::max<std::int64_t>(count, 1);
      count = 0;
    }
  }
  return length;
}

}  // namespace

base::Result<NamePattern> NamePattern::parse(const std::string& expression) {
  if (unrolled_length(expression) > kMaxUnrolled)
    return refused(expression, "it is too long, or repeats too often.");
  try {
    return NamePattern(std::regex(expression, kFlags));
  } catch (const std::regex_error& error) {
    return refused(expression, error.what());
  }
}

}  // namespace services::glue
