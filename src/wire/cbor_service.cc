#include "wire/cbor_service.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "wire/answers.h"
#include "wire/cbor_codec.h"
#include "wire/errors.h"

namespace wire {
namespace {

class CborExchange final : public Exchange {
 public:
  CborExchange(const ServiceInfo& info, const Operation& operation, net::Request& request)
      : info_(info), operation_(operation), request_(request) {}

  base::Result<void> decode(void* input) override {
    if (!operation_.input) return {};
    const std::string body = TRY(base::read_all(*request_.body, info_.body_limit));
    InputCheck check(info_, operation_.name);
    TRY(decode_cbor(*operation_.input, body, check, input));
    return check.verdict();
  }

  base::Result<net::Response> encode(void* output) override {
    net::Response response;
    response.headers.set("smithy-protocol", std::string(kCborProtocol));
    if (!operation_.output) return response;
    response.headers.set("Content-Type", "application/cbor");
    response.body = encode_cbor(*operation_.output, output);
    return response;
  }

 private:
  const ServiceInfo& info_;
  const Operation& operation_;
  net::Request& request_;
};

}  // namespace

base::Result<const Operation*> CborService::find(const net::Request& request) const {
  const std::string prefix = fmt::format("/service/{}/operation/", info().target_prefix);
  const bool fits = request.method == "POST" && request.path.starts_with(prefix);
  const Operation* found =
      fits ? find_operation(table_, std::string_view(request.path).substr(prefix.size())) : nullptr;
  if (found == nullptr) return base::refusal("UnknownOperationException", 404, "");
  if (!found->invoke) return unanswered(info(), found->name);
  return found;
}

base::Result<net::Response> CborService::run(const RequestContext& context, net::Request& request) {
  const Operation* operation = TRY(find(request));
  CborExchange exchange(info(), *operation, request);
  return operation->invoke(handler_, context, exchange);
}

net::Response CborService::handle(const RequestContext& context, net::Request& request) {
  auto response = run(context, request);
  if (!response.ok()) return cbor_error(info(), context, response.error());
  add_json_ids(context, *response);
  return *std::move(response);
}

net::Response CborService::refuse(const RequestContext& context, const net::Request&,
                                  const base::Error& error) {
  return cbor_error(info(), context, error);
}

}  // namespace wire
