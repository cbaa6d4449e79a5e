#include "server/request_chain.h"

#include <chrono>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

namespace server {
namespace {

constexpr std::string_view kAdminPrefix = "/_dovetail/";
constexpr std::size_t kS3HeaderSection = 8192;

bool speaks_rest(const Exchange& exchange) {
  return exchange.service != nullptr && exchange.service->info().protocol == wire::Protocol::RestXml;
}

// What to say to a client whose service is not here, in the shape that its protocol reads: JSON where there
// is a target, the XML of the query protocols otherwise; the header serves the REST ones.
net::Response answer_of_nobody(const Exchange& exchange, const base::Error& error) {
  net::Response response{.status = error.status};
  response.headers.add("x-amzn-RequestId", exchange.context.request_id);
  response.headers.add("x-amzn-ErrorType", error.code);
  if (exchange.request.headers.find("X-Amz-Target")) {
    response.headers.add("Content-Type", "application/x-amz-json-1.1");
    response.body = fmt::format(R"({{"__type":"{}","message":"{}"}})", error.code, error.message);
  } else {
    response.headers.add("Content-Type", "text/xml");
    response.body = fmt::format(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error>"
        "<RequestId>{}</RequestId></ErrorResponse>",
        error.code, error.message, exchange.context.request_id);
  }
  return response;
}

// An answer that streams keeps its visit until its last byte was pulled.
class VisitingSource final : public base::ByteSource {
 public:
  VisitingSource(Gate::Pass pass, std::unique_ptr<base::ByteSource> source)
      : pass_(std::move(pass)), source_(std::move(source)) {}
  base::Result<std::size_t> read(std::span<char> into) override { return source_->read(into); }

 private:
  const Gate::Pass pass_;  // given back after the source is gone
  const std::unique_ptr<base::ByteSource> source_;
};

}  // namespace

net::Response RequestChain::answer(net::Request& request) {
  const auto began = std::chrono::steady_clock::now();
  net::Response response = pass_through(request);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  ++metrics_.requests;
  if (response.status >= 500 && response.status != 501) {
    ++metrics_.failed;
  } else if (response.status >= 400) {
    ++metrics_.refused;
  }
  spdlog::debug("{} {} {} {} {:.1f} ms", request.method, request.path,
                request.headers.find("X-Amz-Target").value_or("-"), response.status, took.count());
  return response;
}

net::Response RequestChain::pass_through(net::Request& request) {
  using Step = Answer (RequestChain::*)(Exchange&) const;
  static constexpr Step kDoor[] = {&RequestChain::check_headers, &RequestChain::check_host,
                                   &RequestChain::check_origin};
  static constexpr Step kInside[] = {&RequestChain::check_service, &RequestChain::authenticate,
                                     &RequestChain::address_bucket};

  Exchange exchange{.request = request};
  exchange.context.request_id = base::random_uuid();
  exchange.context.host = request.headers.find("Host").value_or("");
  const bool admin = is_admin(exchange);
  Gate::Pass pass = admin ? nullptr : table_.gate.enter();
  if (!admin) exchange.service = service_of(request);
  for (const Step step : kDoor)
    if (Answer answer = (this->*step)(exchange)) return *std::move(answer);
  if (admin) return admin_(request);
  for (const Step step : kInside)
    if (Answer answer = (this->*step)(exchange)) return *std::move(answer);
  net::Response response = exchange.service->handle(exchange.context, request);
  if (auto* source = std::get_if<std::unique_ptr<base::ByteSource>>(&response.body))
    *source = std::make_unique<VisitingSource>(std::move(pass), std::move(*source));
  return response;
}

// Where the Host names a bucket, the path is a key.
bool RequestChain::is_admin(const Exchange& exchange) const {
  return exchange.request.path.starts_with(kAdminPrefix) && hosts_.bucket_of(exchange.context.host).empty();
}

RequestChain::Answer RequestChain::check_headers(Exchange& exchange) const {
  const net::Request& request = exchange.request;
  if (request.headers.count("Host") != 1)
    return refuse(exchange,
                  base::refusal("InvalidRequest", 400, "A request must have exactly one Host header."));
  if (!speaks_rest(exchange) || request.header_section_size <= kS3HeaderSection) return std::nullopt;
  base::Error error =
      base::refusal("RequestHeaderSectionTooLarge", 400,
                    "Your request header section exceeds the maximum allowed request header section size.");
  error.details = {{"MaxSizeAllowed", std::to_string(kS3HeaderSection)}};
  return refuse(exchange, error);
}

RequestChain::Answer RequestChain::check_host(Exchange& exchange) const {
  if (hosts_.are_ours(exchange.context.host)) return std::nullopt;
  return refuse(
      exchange,
      base::refusal("AccessDenied", 403,
                    fmt::format("This server answers to 127.0.0.1, {} and names below them, and the "
                                "request was addressed to another Host; use http://127.0.0.1 or "
                                "http://localhost as endpoint URL, or start the server with "
                                "--host-name NAME.",
                                hosts_.text())));
}

RequestChain::Answer RequestChain::check_origin(Exchange& exchange) const {
  if (is_our_origin(exchange.request)) return std::nullopt;
  return refuse(
      exchange,
      base::refusal("AccessForbidden", 403,
                    "The request comes from a web page of another origin, and web pages may not use "
                    "this server."));
}

RequestChain::Answer RequestChain::check_service(Exchange& exchange) const {
  if (exchange.service != nullptr) return std::nullopt;
  return refuse(exchange, base::refusal("UnknownOperationException",
                                        exchange.request.headers.find("X-Amz-Target") ? 400 : 501,
                                        "Dovetail does not answer this service yet."));
}

RequestChain::Answer RequestChain::authenticate(Exchange& exchange) const {
  base::Result<wire::Identity> identity =
      authenticator_.authenticate(exchange.service->info(), exchange.request,
                                  speaks_rest(exchange) ? hosts_.bucket_of(exchange.context.host) : "");
  if (!identity.ok()) return refuse(exchange, identity.error());
  exchange.identity = *std::move(identity);
  exchange.context.account = exchange.identity.account;
  exchange.context.region = exchange.identity.region;
  exchange.context.trailing_checksum = exchange.identity.trailing_checksum.get();
  if (exchange.identity.body) exchange.request.body = exchange.identity.body.get();
  return std::nullopt;
}

// Virtual-hosted to path-style, the host of URLs in answers included. After authentication, since the client
// signed the path that it sent.
RequestChain::Answer RequestChain::address_bucket(Exchange& exchange) const {
  const std::string bucket(hosts_.bucket_of(exchange.context.host));
  if (!speaks_rest(exchange) || bucket.empty()) return std::nullopt;
  exchange.request.path = fmt::format("/{}{}", bucket, exchange.request.path);
  exchange.context.host.erase(0, bucket.size() + 1);
  return std::nullopt;
}

// 1. X-Amz-Target names it; 2. else the service that the request was signed for; 3. else it is S3's.
wire::Service* RequestChain::service_of(const net::Request& request) const {
  if (request.headers.find("X-Amz-Target")) {
    for (wire::Service* service : table_.services)
      if (wire::owns_target(service->info(), request)) return service;
    return nullptr;
  }
  const std::string_view scope = wire::scope_service(request);
  return named(scope.empty() ? "s3" : scope);
}

wire::Service* RequestChain::named(std::string_view signing_name) const {
  for (wire::Service* service : table_.services)
    if (service->info().signing_name == signing_name) return service;
  return nullptr;
}

net::Response RequestChain::refuse(const Exchange& exchange, const base::Error& error) const {
  if (exchange.service == nullptr) return answer_of_nobody(exchange, error);
  return exchange.service->refuse(exchange.context, exchange.request, error);
}

}  // namespace server
