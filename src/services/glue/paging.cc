#include "services/glue/paging.h"

#include "api/glue/errors.h"
#include "base/text.h"

namespace services::glue {

std::string encode_token(const std::string& after) {
  return base::to_base64(after);
}

base::Result<std::string> decode_token(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  auto after = base::from_base64(*token);
  if (!after)
    return api::glue::errors::invalid_input_exception(
        "The NextToken is not one that was given by this operation.");
  return *std::move(after);
}

}  // namespace services::glue
