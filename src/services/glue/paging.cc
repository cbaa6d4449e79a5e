#include "services/glue/paging.h"

#include "api/glue/errors.h"
#include "base/text.h"

namespace services::glue {
namespace {

base::Error broken_token() {
  return api::glue::errors::invalid_input_exception(
      "The NextToken is not one that was given by this operation.");
}

}  // namespace

std::string encode_token(const std::string& after) {
  return base::to_base64(after);
}

base::Result<std::string> decode_token(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  auto after = base::from_base64(*token);
  if (!after) return broken_token();
  return *std::move(after);
}

base::Result<std::optional<std::int64_t>> decode_number_token(const std::optional<std::string>& token) {
  const std::string after = TRY(decode_token(token));
  if (after.empty()) return std::optional<std::int64_t>();
  const auto number = base::parse_int(after);
  if (!number || *number < 1) return broken_token();
  return number;
}

}  // namespace services::glue
