#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace server {

// Whether a request was meant for this server. A web page that a user opens can send requests to the
// loopback; it cannot choose Host (a name that an attacker points at 127.0.0.1 stays in it) and it cannot
// hide its Origin.

// The names that Host may have, with any port: the loopback's (localhost, 127.0.0.1, [::1]), the address that
// the server listens on, localhost.localstack.cloud (a public name of the loopback, which users have in their
// configurations), what `serve --host-name` adds, and whatever stands below one of the names. Immutable.
class HostNames {
 public:
  explicit HostNames(std::string listen_host, const std::vector<std::string>& added = {});

  bool are_ours(std::string_view host) const;

  // The bucket of a virtual-hosted request: `lake` of lake.s3.NAME, lake.s3.REGION.NAME and, as SDKs send it
  // when their endpoint is http://NAME itself, lake.NAME. Empty: none. A bucket whose own name ends in `.s3`
  // needs one of the first two forms, or its place in the path.
  std::string_view bucket_of(std::string_view host) const;

  // For a caller who was refused: "localhost, localhost.localstack.cloud".
  std::string text() const;

 private:
  // The longest of the names that `name` is or is below; nullptr: it is foreign to all of them.
  const std::string* base_of(std::string_view name) const;

  const std::string listen_host_;
  std::vector<std::string> bases_;  // in lower case, the longest first
};

// Why the text is no host name that HostNames can be given; empty: it is one.
std::string host_name_fault(std::string_view text);

// The request comes from no web page, or from one that this server sent. A page below
// localhost.localstack.cloud is none of ours, whatever Host says: who owns that zone could send one from
// anywhere and then let the name mean the loopback.
bool is_our_origin(const net::Request& request);

}  // namespace server
