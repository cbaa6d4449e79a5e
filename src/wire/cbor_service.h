#pragma once

#include "wire/operation.h"
#include "wire/service.h"

namespace wire {

// Smithy's rpc-v2-cbor, AWS's newest protocol: POST /service/SERVICE/operation/OPERATION, CBOR both ways.
// https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
// UnknownOperationException: another path, or an operation that the model has not. Table and handler outlive
// it.
class CborService final : public Service {
 public:
  CborService(const ServiceTable& table, void* handler) : table_(table), handler_(handler) {}

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
