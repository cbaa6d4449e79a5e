#include "server/host_check.h"

#include <fmt/format.h>

#include "base/text.h"

namespace server {
namespace {

constexpr std::string_view kBelowLocalhost = ".localhost";

// A Host header's name, without port and brackets.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.rfind(':'));
}

}  // namespace

bool is_our_host(std::string_view host, std::string_view listen_host) {
  const std::string name = base::to_lower(name_of(host));
  // RFC 6761, section 6.3: names below localhost lead to the loopback and nowhere else.
  return name == "localhost" || name == "127.0.0.1" || name == "::1" || name == listen_host ||
         name.ends_with(kBelowLocalhost);
}

bool is_our_origin(const net::Request& request) {
  if (request.headers.find("Sec-Fetch-Site").value_or("none") == "cross-site") return false;
  const auto origin = request.headers.find("Origin");
  return !origin ||
         base::iequals(*origin, fmt::format("http://{}", request.headers.find("Host").value_or("")));
}

std::string_view bucket_of_host(std::string_view host) {
  const std::string_view name = name_of(host);
  if (!base::to_lower(name).ends_with(kBelowLocalhost)) return {};
  return name.substr(0, name.size() - kBelowLocalhost.size());
}

}  // namespace server
