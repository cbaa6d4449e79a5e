#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace services::athena {

// What makes a second request with a ClientRequestToken the first one again.
struct RequestToken {
  std::string token;
  std::string parameters;  // the digest of all other members of the request
};

// The id and the parameters of what was made with a token before.
struct StartedBefore {
  std::string id;
  std::string parameters;
};

// A token with the digest of its request's other members; nothing without a token.
std::optional<RequestToken> request_token(const std::optional<std::string>& token,
                                          std::initializer_list<std::string_view> members);

}  // namespace services::athena
