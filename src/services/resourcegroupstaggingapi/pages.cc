#include "services/resourcegroupstaggingapi/pages.h"

#include "api/resourcegroupstaggingapi/errors.h"
#include "base/text.h"

namespace services::resourcegroupstaggingapi {
namespace {

constexpr std::string_view kTokenMark = "1:";  // the version of what a token holds

}  // namespace

std::string make_token(const std::string& after) {
  return base::to_base64(std::string(kTokenMark) + after);
}

base::Result<std::string> read_token(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  const auto text = base::from_base64(*token);
  if (text && text->starts_with(kTokenMark)) return text->substr(kTokenMark.size());
  return api::resourcegroupstaggingapi::errors::invalid_parameter_exception(
      "The PaginationToken is invalid.");
}

}  // namespace services::resourcegroupstaggingapi
