// apigen_codec: the generated codecs behind a pipe, one JSON document a line, for the tests beside it.
//   {"do":"decode", "service", "request"}              -> {"operation", "input"} or {"code", "message"}
//   {"do":"encode", "service", "protocol", "operation", "output"}  -> {"status", "headers", "body"}
//   {"do":"handle", "service", "request"}              -> {"status", "headers", "body"}
//   {"do":"match", "expression", "values"}             -> [whether it fits, ...]
// A request is {"method", "path", "query", "headers": [[name, value]], "body"}; bodies are base64.

#include <algorithm>
#include <deque>
#include <iostream>
#include <map>
#include <optional>

#include "base/text.h"
#include "samples.h"
#include "shape_json.h"
#include "wire/answers.h"
#include "wire/cbor_codec.h"
#include "wire/constraints.h"
#include "wire/input_check.h"
#include "wire/json_codec.h"
#include "wire/query_codec.h"
#include "wire/rest_decode.h"
#include "wire/rest_encode.h"

namespace apigen_test {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) {
  return std::string(value.as_string());
}

// Keeps the body alive beside the request that points to it.
struct HeldRequest {
  explicit HeldRequest(const json::object& json) : bytes(*base::from_base64(text(json.at("body")))) {
    request.method = text(json.at("method"));
    request.path = text(json.at("path"));
    request.query = text(json.at("query"));
    for (const json::value& header : json.at("headers").as_array())
      request.headers.add(text(header.at(0)), text(header.at(1)));
    request.body = &body.emplace(bytes);
  }
  const std::string bytes;
  std::optional<base::StringSource> body;
  net::Request request;
};

json::value show(const base::Error& error) {
  return json::object{{"code", error.code}, {"message", error.message}, {"status", error.status}};
}

json::value show(const net::Response& response) {
  json::array headers;
  for (const auto& [name, value] : response.headers.fields()) headers.push_back(json::array{name, value});
  if (response.stated_length)
    headers.push_back(json::array{"Content-Length", std::to_string(*response.stated_length)});
  return json::object{{"status", response.status},
                      {"headers", headers},
                      {"body", base::to_base64(std::get<std::string>(response.body))}};
}

// Decodes and looks at the input instead of handing it to an operation.
class LookingExchange final : public wire::Exchange {
 public:
  LookingExchange(const wire::ServiceTable& table, const wire::Route& route, net::Request& request)
      : table_(table), route_(route), request_(request) {}

  base::Result<void> decode(void* input) override {
    if (route_.operation->input) TRY(decode_input(input));
    const wire::Shape* shape = route_.operation->input;
    seen_ = json::object{{"operation", route_.operation->name},
                         {"input", shape ? dump(*shape, input) : json::value(json::object())}};
    return base::refusal("Seen", 200, "");
  }
  base::Result<net::Response> encode(void*) override { return base::failure("nothing is encoded here"); }
  const json::value& seen() const { return seen_; }

 private:
  base::Result<void> decode_input(void* input) {
    if (route_.operation->http)
      return decode_rest(*table_.info, wire::RequestContext{}, route_, request_, input);
    const wire::ServiceInfo& info = *table_.info;
    const wire::Shape& shape = *route_.operation->input;
    const std::string body = TRY(base::read_all(*request_.body, info.body_limit));
    wire::InputCheck check(info, route_.operation->name);
    if (protocol_ == wire::Protocol::Query) {
      TRY(decode_query(info, shape, TRY(wire::parse_form(body)), check, input));
    } else if (protocol_ == wire::Protocol::RpcV2Cbor) {
      TRY(decode_cbor(shape, body, check, input));
    } else {
      TRY(decode_json(shape, body, check, input));
    }
    return check.verdict();
  }

  const wire::ServiceTable& table_;
  const wire::Route& route_;
  net::Request& request_;
  const wire::Protocol protocol_ = wire::protocol_of(*table_.info, request_);
  json::value seen_;
};

const wire::Operation& find_operation(const Sample& sample, std::string_view name) {
  return *std::ranges::find(sample.table.operations, name, &wire::Operation::name);
}

base::Result<wire::Route> find_route(const Sample& sample, const HeldRequest& held) {
  const net::Request& request = held.request;
  if (sample.table.operations.front().http) return wire::find_route(sample.table, request);
  const wire::Protocol protocol = wire::protocol_of(*sample.table.info, request);
  if (protocol == wire::Protocol::RpcV2Cbor)
    return wire::Route{.operation =
                           &find_operation(sample, request.path.substr(request.path.rfind('/') + 1))};
  if (protocol == wire::Protocol::Query) {
    const auto form = TRY(wire::parse_form(held.bytes));
    return wire::Route{.operation = &find_operation(sample, form.find("Action")->text.value())};
  }
  const std::string_view target = *request.headers.find("X-Amz-Target");
  return wire::Route{.operation = &find_operation(sample, target.substr(target.find('.') + 1))};
}

json::value decode(Sample& sample, const json::object& job) {
  HeldRequest held(job.at("request").as_object());
  const auto route = find_route(sample, held);
  if (!route.ok()) return show(route.error());
  LookingExchange exchange(sample.table, *route, held.request);
  const auto result = route->operation->invoke(nullptr, {}, exchange);
  return result.error().code == "Seen" ? exchange.seen() : show(result.error());
}

json::value encode(Sample& sample, const json::object& job) {
  const std::string name = text(job.at("operation"));
  const wire::Operation& operation = find_operation(sample, name);
  json::value shown;
  std::ranges::find(sample.outputs, name, &OutputMaker::operation)->with_output([&](void* output) {
    if (operation.output) fill(*operation.output, job.at("output"), output);
    if (operation.http) {
      shown = show(encode_rest(*sample.table.info, operation, output));
    } else if (job.at("protocol") == "smithy-rpc-v2-cbor") {
      shown = show(net::Response{.body = operation.output ? encode_cbor(*operation.output, output) : ""});
    } else if (job.at("protocol") == "query") {
      shown = show(net::Response{.body = encode_query(*sample.table.info, operation, "id", output)});
    } else {
      shown = show(net::Response{.body = operation.output ? encode_json(*operation.output, output) : ""});
    }
  });
  return shown;
}

json::value handle(Sample& sample, const json::object& job) {
  HeldRequest held(job.at("request").as_object());
  const wire::RequestContext context{.account = "000000000000",
                                     .request_id = "0f0e0d0c-1234-4321-aaaa-0123456789ab"};
  return show(sample.service->handle(context, held.request));
}

// What a translated pattern says of values.
json::value matches(const json::object& job) {
  static std::deque<std::string> expressions;  // the checker knows them by their addresses
  const std::string& expression = expressions.emplace_back(text(job.at("expression")));
  const wire::Constraints limits{.pattern = expression, .expression = expression};
  const wire::Shape shape{.kind = wire::Kind::String, .constraints = &limits};
  json::array answers;
  for (const json::value& one : job.at("values").as_array()) {
    const std::string value = text(one);
    answers.push_back(wire::broken_constraints(shape, &value).empty());
  }
  return answers;
}

int run() {
  std::map<std::string, Sample> samples;
  samples.emplace("athena", make_athena_sample());
  samples.emplace("cloudwatch", make_cloudwatch_sample());
  samples.emplace("glue", make_glue_sample());
  samples.emplace("lakeformation", make_lakeformation_sample());
  samples.emplace("lambda", make_lambda_sample());
  samples.emplace("rds", make_rds_sample());
  samples.emplace("resourcegroupstaggingapi", make_resourcegroupstaggingapi_sample());
  samples.emplace("s3", make_s3_sample());
  samples.emplace("sns", make_sns_sample());
  samples.emplace("sts", make_sts_sample());
  for (std::string line; std::getline(std::cin, line);) {
    const json::value parsed = json::parse(line);
    const json::object& job = parsed.as_object();
    const std::string what = text(job.at("do"));
    if (what == "match") {
      std::cout << json::serialize(matches(job)) << std::endl;
      continue;
    }
    Sample& sample = samples.at(text(job.at("service")));
    const json::value answer = what == "decode"   ? decode(sample, job)
                               : what == "encode" ? encode(sample, job)
                                                  : handle(sample, job);
    std::cout << json::serialize(answer) << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace apigen_test

int main() {
  return apigen_test::run();
}
