#pragma once

#include "wire/operation.h"
#include "wire/service.h"

namespace wire {

// AWS's JSON protocol: POST /, the operation in X-Amz-Target ("AWSGlue.StartJobRun"), JSON both ways.
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
// UnknownOperationException: another target, method or operation. Table and handler outlive it.
class JsonService final : public Service {
 public:
  JsonService(const ServiceTable& table, void* handler) : table_(table), handler_(handler) {}

  const ServiceInfo& info() const override { return *table_.info; }
  net::Response handle(const RequestContext& context, net::Request& request) override;
  net::Response refuse(const RequestContext& context, const net::Request& request,
                       const base::Error& error) override;

 private:
  base::Result<const Operation*> find(const net::Request& request) const;
  base::Result<net::Response> run(const RequestContext& context, net::Request& request);

  const ServiceTable& table_;
  void* handler_;
};

}  // namespace wire
