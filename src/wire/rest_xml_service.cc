#include "wire/rest_xml_service.h"

#include "base/text.h"
#include "wire/answers.h"
#include "wire/errors.h"
#include "wire/payload_words.h"
#include "wire/rest_exchange.h"

namespace wire {
namespace {

base::Error unsupported_header(const ServiceInfo& info, std::string_view name, std::string_view value) {
  return modelled(info.unsupported_code, info.unsupported_status,
                  fmt::format("{}: {} is not supported by Dovetail yet", name, value),
                  {{"Header", std::string(name)}});
}

// Such a body may hold chunk sizes and signatures between the bytes; storing it as it is would spoil the
// object. (The authenticator has decoded those that say so in x-amz-content-sha256.)
base::Result<void> refuse_chunked(const ServiceInfo& info, const net::Request& request) {
  const auto encoding = request.headers.find("Content-Encoding");
  const auto hash = request.headers.find(kPayloadHashHeader);
  if (!encoding || (hash && chunked_word(*hash))) return {};
  for (const std::string_view one : base::split(*encoding, ','))
    if (base::iequals(base::trim(one), "aws-chunked"))
      return unsupported_header(info, "Content-Encoding", "aws-chunked");
  return {};
}

}  // namespace

base::Result<net::Response> RestXmlService::run(const RequestContext& context, net::Request& request) {
  TRY(refuse_chunked(info(), request));
  const Route route = TRY(find_route(table_, request));
  RestExchange exchange(info(), context, route, request);
  return route.operation->invoke(handler_, context, exchange);
}

net::Response RestXmlService::handle(const RequestContext& context, net::Request& request) {
  auto response = run(context, request);
  if (!response.ok()) return xml_error(info(), context, request, response.error());
  add_s3_ids(context, *response);
  return *std::move(response);
}

// A browser's upload carries its signature in the form, where no authenticator looks for it: it is refused
// for what it is, and not for the missing signature.
net::Response RestXmlService::refuse(const RequestContext& context, const net::Request& request,
                                     const base::Error& error) {
  const auto type = request.headers.find("Content-Type");
  if (request.method == "POST" && type && base::to_lower(*type).starts_with("multipart/form-data"))
    return xml_error(info(), context, request,
                     unsupported_header(info(), "POST Object", "an upload by a form"));
  return xml_error(info(), context, request, error);
}

}  // namespace wire
