#include "wire/json_service.h"

#include "base/bytes.h"
#include "wire/answers.h"
#include "wire/errors.h"
#include "wire/json_codec.h"

namespace wire {
namespace {

class JsonExchange final : public Exchange {
 public:
  JsonExchange(const ServiceInfo& info, const Operation& operation, net::Request& request)
      : info_(info), operation_(operation), request_(request) {}

  base::Result<void> decode(void* input) override {
    if (!operation_.input) return {};
    const std::string body = TRY(base::read_all(*request_.body, info_.body_limit));
    InputCheck check(info_, operation_.name);
    TRY(decode_json(*operation_.input, body, check, input));
    return check.verdict();
  }

  base::Result<net::Response> encode(void* output) override {
    net::Response response;
    if (operation_.output) response.body = encode_json(*operation_.output, output);
    response.headers.set("Content-Type", "application/x-amz-json-" + std::string(info_.json_version));
    return response;
  }

 private:
  const ServiceInfo& info_;
  const Operation& operation_;
  net::Request& request_;
};

// "AWSGlue.StartJobRun" -> "StartJobRun"
std::string_view target_operation(const net::Request& request) {
  const auto target = request.headers.find("X-Amz-Target");
  return target ? target->substr(target->find('.') + 1) : std::string_view();
}

}  // namespace

bool owns_target(const ServiceInfo& info, const net::Request& request) {
  const auto target = request.headers.find("X-Amz-Target");
  return target && !info.target_prefix.empty() && target->substr(0, target->find('.')) == info.target_prefix;
}

base::Result<const Operation*> JsonService::find(const net::Request& request) const {
  const std::string_view name = target_operation(request);
  const Operation* found = find_operation(table_, name);
  // AWS says nothing more than the code to a target that it does not know.
  if (!owns_target(info(), request) || found == nullptr)
    return base::refusal("UnknownOperationException", 400, "");
  if (request.method != "POST") return base::refusal("UnknownOperationException", 404, "");
  if (!found->invoke) return unanswered(info(), name);
  return found;
}

base::Result<net::Response> JsonService::run(const RequestContext& context, net::Request& request) {
  const Operation* operation = TRY(find(request));
  JsonExchange exchange(info(), *operation, request);
  return operation->invoke(handler_, context, exchange);
}

net::Response JsonService::handle(const RequestContext& context, net::Request& request) {
  auto response = run(context, request);
  if (!response.ok()) return json_error(info(), context, response.error());
  add_json_ids(context, *response);
  return *std::move(response);
}

net::Response JsonService::refuse(const RequestContext& context, const net::Request&,
                                  const base::Error& error) {
  return json_error(info(), context, error);
}

}  // namespace wire
