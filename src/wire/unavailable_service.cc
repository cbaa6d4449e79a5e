#include "wire/answers.h"
#include "wire/service.h"

namespace wire {
namespace {

class UnavailableService final : public Service {
 public:
  explicit UnavailableService(const ServiceInfo& info) : info_(info) {}

  const ServiceInfo& info() const override { return info_; }
  net::Response handle(const RequestContext& context, net::Request& request) override {
    return refuse(context, request,
                  base::refusal("ServiceUnavailable", 503, "Service is unable to handle request."));
  }
  net::Response refuse(const RequestContext& context, const net::Request& request,
                       const base::Error& error) override {
    return error_answer(info_, context, request, error);
  }

 private:
  const ServiceInfo& info_;
};

}  // namespace

std::unique_ptr<Service> make_unavailable(const ServiceInfo& info) {
  return std::make_unique<UnavailableService>(info);
}

}  // namespace wire
