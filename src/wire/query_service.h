#pragma once

#include "wire/operation.h"
#include "wire/service.h"

namespace wire {

// AWS's query protocol, as its older services speak it (STS, IAM, SNS, RDS, CloudFormation): the operation in
// the form's Action, its input in the other fields, of a body or of the query; XML in answers.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
// MissingAction, InvalidAction (of another Version, too), MalformedQueryString. Table and handler outlive it.
class QueryService final : public Service {
 public:
  QueryService(const ServiceTable& table, void* handler) : table_(table), handler_(handler) {}

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
