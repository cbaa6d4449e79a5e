#pragma once

#include "wire/operation.h"
#include "wire/rest_route.h"
#include "wire/service.h"

namespace wire {

// AWS's REST protocol with XML bodies, as S3 speaks it: the operation is told by method, path, query and
// headers. A body said to be in aws-chunked encoding that nobody has decoded is refused by name.
// https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
class RestXmlService final : public Service {
 public:
  RestXmlService(const ServiceTable& table, void* handler) : table_(table), handler_(handler) {}

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
