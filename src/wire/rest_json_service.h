#pragma once

#include "wire/operation.h"
#include "wire/service.h"

namespace wire {

// AWS's REST protocol with JSON bodies, as Lambda and Lake Formation speak it: the operation is told by
// method, path and query. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
class RestJsonService final : public Service {
 public:
  RestJsonService(const ServiceTable& table, void* handler) : table_(table), handler_(handler) {}

  const ServiceInfo& info() const override { return *table_.info; }
  net::Response handle(const RequestContext& context, net::Request& request) override;
  net::Response refuse(const RequestContext& context, const net::Request& request,
                       const base::Error& error) override;

 private:
  base::Result<net::Response> run(const RequestContext& context, net::Request& request);

  const ServiceTable& table_;
  void* handler_;
};

}  // namespace wire
