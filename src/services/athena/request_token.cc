#include "services/athena/request_token.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"

namespace services::athena {

std::optional<RequestToken> request_token(const std::optional<std::string>& token,
                                          std::initializer_list<std::string_view> members) {
  if (!token) return std::nullopt;
  std::string parameters;
  for (std::string_view member : members) parameters += fmt::format("{}:{},", member.size(), member);
  return RequestToken{.token = *token,
                      .parameters = base::to_hex(base::digest(base::DigestAlgorithm::Sha256, parameters))};
}

}  // namespace services::athena
