#include "wire/query_service.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "wire/answers.h"
#include "wire/errors.h"
#include "wire/query_codec.h"

namespace wire {
namespace {

class QueryExchange final : public Exchange {
 public:
  QueryExchange(const ServiceInfo& info, const RequestContext& context, const Operation& operation,
                const FormNode& form)
      : info_(info), context_(context), operation_(operation), form_(form) {}

  base::Result<void> decode(void* input) override {
    if (!operation_.input) return {};
    InputCheck check(info_, operation_.name);
    TRY(decode_query(info_, *operation_.input, form_, check, input));
    return check.verdict();
  }

  base::Result<net::Response> encode(void* output) override {
    net::Response response{.body = encode_query(info_, operation_, context_.request_id, output)};
    response.headers.set("Content-Type", "text/xml");
    return response;
  }

 private:
  const ServiceInfo& info_;
  const RequestContext& context_;
  const Operation& operation_;
  const FormNode& form_;
};

// The form of a request: a POST's body, or else the query.
base::Result<FormNode> form_of(const ServiceInfo& info, net::Request& request) {
  const std::string text =
      request.method == "POST" ? TRY(base::read_all(*request.body, info.body_limit)) : request.query;
  auto form = parse_form(text);
  if (form.ok()) return form;
  return base::refusal("MalformedQueryString", 400, "The query string contains a syntax error");
}

std::string text_of(const FormNode& form, std::string_view name) {
  const FormNode* found = form.find(name);
  return found != nullptr ? found->text.value_or("") : "";
}

base::Result<const Operation*> find_operation(const ServiceTable& table, const FormNode& form) {
  const ServiceInfo& info = *table.info;
  const std::string action = text_of(form, "Action");
  if (action.empty())
    return base::refusal("MissingAction", 400, "The request must contain the parameter Action");
  const std::string version = text_of(form, "Version");
  const Operation* operation = find_operation(table, action);
  if (operation == nullptr || (!version.empty() && version != info.api_version))
    return base::refusal("InvalidAction", 400,
                         fmt::format("Could not find operation {} for version {}", action,
                                     version.empty() ? "NO_VERSION_SPECIFIED" : version));
  if (!operation->invoke) return unanswered(info, action);
  return operation;
}

}  // namespace

base::Result<net::Response> QueryService::run(const RequestContext& context, net::Request& request) {
  const FormNode form = TRY(form_of(info(), request));
  const Operation* operation = TRY(find_operation(table_, form));
  QueryExchange exchange(info(), context, *operation, form);
  return operation->invoke(handler_, context, exchange);
}

net::Response QueryService::handle(const RequestContext& context, net::Request& request) {
  auto response = run(context, request);
  if (!response.ok()) return query_error(info(), context, response.error());
  add_json_ids(context, *response);
  return *std::move(response);
}

net::Response QueryService::refuse(const RequestContext& context, const net::Request&,
                                   const base::Error& error) {
  return query_error(info(), context, error);
}

}  // namespace wire
