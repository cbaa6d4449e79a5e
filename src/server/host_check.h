#pragma once

#include <string_view>

#include "net/http.h"

namespace server {

// Whether a request was meant for this server. A web page that a user opens can send requests to the
// loopback; it cannot choose Host (a name that an attacker points at 127.0.0.1 stays in it) and it cannot
// hide its Origin.

// Host names the loopback (localhost, a name below it, 127.0.0.1, [::1]) or the address that the server
// listens on, with any port.
bool is_our_host(std::string_view host, std::string_view listen_host);

// The request comes from no web page, or from one that this server sent.
bool is_our_origin(const net::Request& request);

// The bucket of a virtual-hosted request, as SDKs send it to http://localhost: `bucket` of
// bucket.localhost:4566. Empty: none.
std::string_view bucket_of_host(std::string_view host);

}  // namespace server
