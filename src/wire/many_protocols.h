#pragma once

#include <map>
#include <memory>

#include "wire/service.h"

namespace wire {

// A service that speaks several protocols: each request is answered in the one that it came in.
class ManyProtocols final : public Service {
 public:
  using Services = std::map<Protocol, std::unique_ptr<Service>>;
  ManyProtocols(const ServiceInfo& info, Services services) : info_(info), services_(std::move(services)) {}

  const ServiceInfo& info() const override { return info_; }
  net::Response handle(const RequestContext& context, net::Request& request) override {
    return services_.at(protocol_of(info_, request))->handle(context, request);
  }
  net::Response refuse(const RequestContext& context, const net::Request& request,
                       const base::Error& error) override {
    return services_.at(protocol_of(info_, request))->refuse(context, request, error);
  }

 private:
  const ServiceInfo& info_;
  const Services services_;
};

}  // namespace wire
