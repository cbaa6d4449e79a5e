#include "services/athena/paging.h"

#include "base/text.h"
#include "services/athena/refusals.h"

namespace services::athena {

std::string encode_token(const std::string& after) {
  return base::to_base64(after);
}

base::Result<std::string> decode_token(const std::optional<std::string>& token) {
  if (!token) return std::string();
  std::optional<std::string> after = base::from_base64(*token);
  if (!after) return invalid_request("The NextToken is not valid");
  return *std::move(after);
}

}  // namespace services::athena
