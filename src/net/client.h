#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "net/http.h"

namespace net {

// Where a server of ours answers, taken from http://host:port (IPv6 in brackets).
struct Endpoint {
  std::string host;
  std::uint16_t port = 80;
  static base::Result<Endpoint> parse(std::string_view url);
};

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;
};

// One request without a body on a connection of its own, blocking: for the commands beside `serve`. No TLS,
// no redirects, no proxy; an answer larger than 8 MB is refused.
base::Result<Answer> fetch(const Endpoint& endpoint, std::string method, std::string target,
                           std::chrono::milliseconds time_limit);

}  // namespace net
