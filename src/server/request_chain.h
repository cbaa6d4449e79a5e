#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/http.h"
#include "server/gate.h"
#include "server/host_check.h"
#include "server/metrics.h"
#include "wire/authenticator.h"
#include "wire/service.h"

namespace server {

// The services that answer. They change only while somebody is alone behind the gate (a reset).
struct ServiceTable {
  Gate gate;
  std::vector<wire::Service*> services;
};

// What is known of one request on its way through the chain.
struct Exchange {
  net::Request& request;
  wire::RequestContext context;
  wire::Service* service = nullptr;  // whom it is for; null: nobody here
  wire::Identity identity;
};

// What every request passes, in one order that can be read in the .cc file: a step answers the request or
// lets it pass to the next. Thread-safe; the services' handlers run inside answer().
class RequestChain {
 public:
  // Answers /_dovetail/... of a host that names no bucket, and is called outside the gate.
  using AdminRoutes = std::function<net::Response(net::Request&)>;

  RequestChain(HostNames hosts, const wire::Authenticator& authenticator, ServiceTable& table,
               AdminRoutes admin, Metrics& metrics)
      : hosts_(std::move(hosts)),
        authenticator_(authenticator),
        table_(table),
        admin_(std::move(admin)),
        metrics_(metrics) {}

  net::Response answer(net::Request& request);

 private:
  using Answer = std::optional<net::Response>;

  net::Response pass_through(net::Request& request);
  bool is_admin(const Exchange& exchange) const;
  Answer check_headers(Exchange& exchange) const;
  Answer check_host(Exchange& exchange) const;
  Answer check_origin(Exchange& exchange) const;
  Answer check_service(Exchange& exchange) const;
  Answer authenticate(Exchange& exchange) const;
  Answer address_bucket(Exchange& exchange) const;

  wire::Service* service_of(const net::Request& request) const;
  wire::Service* named(std::string_view signing_name) const;
  net::Response refuse(const Exchange& exchange, const base::Error& error) const;

  const HostNames hosts_;
  const wire::Authenticator& authenticator_;
  ServiceTable& table_;
  const AdminRoutes admin_;
  Metrics& metrics_;
};

}  // namespace server
