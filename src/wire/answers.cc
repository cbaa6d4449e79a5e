#include "wire/answers.h"

#include <algorithm>
#include <cctype>

#include "base/assert.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/text.h"
#include "wire/body_faults.h"
#include "wire/cbor_codec.h"
#include "wire/json_codec.h"
#include "wire/xml_writer.h"

namespace wire {
namespace {

constexpr std::string_view kHeaderDetail = "header:";

// The error as the caller may see it. What is the world's fault or ours may name paths and queries of the
// server: that goes into the log, under the request's id, and the caller gets the id alone.
base::Error visible(const ServiceInfo& info, const RequestContext& context, const base::Error& error) {
  if (error.fault == base::Error::Fault::Caller) return in_words_of(info, error);
  spdlog::error("{}, request {}: {}", info.name, context.request_id, error.message);
  return base::refusal(std::string(info.internal_code), 500,
                       "We encountered an internal error. Please try again.");
}

// What the authenticator says in the words of the JSON services, in those of the query protocol ("Common
// errors" of STS, IAM, SNS and the others).
base::Error in_query_words(base::Error error) {
  struct Words {
    std::string_view json_code;
    std::string_view query_code;
    int status;
  };
  static constexpr Words kWords[] = {
      {"IncompleteSignatureException", "IncompleteSignature", 400},
      {"InvalidSignatureException", "SignatureDoesNotMatch", 403},
      {"MissingAuthenticationTokenException", "MissingAuthenticationToken", 403},
      {"UnrecognizedClientException", "InvalidClientTokenId", 403},
  };
  for (const Words& words : kWords) {
    if (error.code != words.json_code) continue;
    error.code = words.query_code;
    error.status = words.status;
  }
  return error;
}

// Sends the details that are headers and returns the others.
std::vector<std::pair<std::string, std::string>> split_details(const base::Error& error,
                                                               net::Response& response) {
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [name, value] : error.details) {
    if (name.starts_with(kHeaderDetail)) {
      response.headers.set(name.substr(kHeaderDetail.size()), value);
    } else {
      members.emplace_back(name, value);
    }
  }
  return members;
}

// 16 characters of the form that S3 gives its request ids, made from ours.
std::string s3_request_id(const RequestContext& context) {
  std::string id;
  for (const char c : context.request_id)
    if (std::isalnum(static_cast<unsigned char>(c)) && id.size() < 16)
      id += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return id;
}

// S3 sends a second id, longer and opaque; ours is made from the first.
std::string s3_host_id(const RequestContext& context) {
  return base::to_base64(base::digest(base::DigestAlgorithm::Sha256, context.request_id));
}

}  // namespace

void add_json_ids(const RequestContext& context, net::Response& response) {
  response.headers.set("x-amzn-RequestId", context.request_id);
}

void add_s3_ids(const RequestContext& context, net::Response& response) {
  response.headers.set("x-amz-request-id", s3_request_id(context));
  response.headers.set("x-amz-id-2", s3_host_id(context));
}

net::Response json_error(const ServiceInfo& info, const RequestContext& context, const base::Error& error) {
  const base::Error shown = visible(info, context, error);
  net::Response response{.status = shown.status};
  std::string body = "{\"__type\":";
  append_json_string(body, shown.code);
  const auto add = [&](std::string_view name, std::string_view value) {
    body += ',';
    append_json_string(body, name);
    body += ':';
    append_json_string(body, value);
  };
  add(info.message_member, shown.message);
  for (const auto& [name, value] : split_details(shown, response)) add(name, value);
  body += '}';
  response.headers.set("Content-Type", "application/x-amz-json-" + std::string(info.json_version));
  response.headers.set("x-amzn-ErrorType", shown.code);
  add_json_ids(context, response);
  response.body = std::move(body);
  return response;
}

net::Response rest_json_error(const ServiceInfo& info, const RequestContext& context,
                              const base::Error& error) {
  net::Response response = json_error(info, context, error);
  response.headers.set("Content-Type", "application/json");
  return response;
}

net::Response cbor_error(const ServiceInfo& info, const RequestContext& context, const base::Error& error) {
  const base::Error shown = visible(info, context, error);
  net::Response response{.status = shown.status};
  const auto members = split_details(shown, response);
  std::string body;
  append_cbor_map(body, 2 + members.size());
  const auto add = [&](std::string_view name, std::string_view value) {
    append_cbor_text(body, name);
    append_cbor_text(body, value);
  };
  add("__type", shown.code);
  add("message", shown.message);
  for (const auto& [name, value] : members) add(name, value);
  response.headers.set("Content-Type", "application/cbor");
  response.headers.set("smithy-protocol", std::string(kCborProtocol));
  add_json_ids(context, response);
  response.body = std::move(body);
  return response;
}

net::Response query_error(const ServiceInfo& info, const RequestContext& context, const base::Error& error) {
  const base::Error shown = in_query_words(visible(info, context, error));
  net::Response response{.status = shown.status};
  const auto members = split_details(shown, response);
  XmlWriter xml;
  xml.open("ErrorResponse", info.xml_namespace);
  xml.open("Error");
  xml.element("Type", shown.status < 500 ? "Sender" : "Receiver");
  xml.element("Code", shown.code);
  xml.element("Message", shown.message);
  for (const auto& [name, value] : members) xml.element(name, value);
  xml.close("Error");
  xml.element("RequestId", context.request_id);
  xml.close("ErrorResponse");
  response.headers.set("Content-Type", "text/xml");
  add_json_ids(context, response);
  response.body = std::move(xml).document();
  return response;
}

net::Response error_answer(const ServiceInfo& info, const RequestContext& context,
                           const net::Request& request, const base::Error& error) {
  switch (protocol_of(info, request)) {
    case Protocol::Json:
      return json_error(info, context, error);
    case Protocol::Query:
      return query_error(info, context, error);
    case Protocol::RestJson:
      return rest_json_error(info, context, error);
    case Protocol::RestXml:
      return xml_error(info, context, request, error);
    case Protocol::RpcV2Cbor:
      return cbor_error(info, context, error);
  }
  UNREACHABLE("every protocol has a form of errors");
}

net::Response xml_error(const ServiceInfo& info, const RequestContext& context, const net::Request& request,
                        const base::Error& error) {
  const base::Error shown = visible(info, context, error);
  net::Response response{.status = shown.status};
  add_s3_ids(context, response);
  const auto members = split_details(shown, response);
  // Neither may have a body; SDKs make up the code from the status.
  if (request.method == "HEAD" || shown.status == 304) return response;

  XmlWriter xml;
  xml.open("Error");
  xml.element("Code", shown.code);
  xml.element("Message", shown.message);
  for (const auto& [name, value] : members) xml.element(name, value);
  xml.element("RequestId", s3_request_id(context));
  xml.element("HostId", s3_host_id(context));
  xml.close("Error");
  response.headers.set("Content-Type", "application/xml");
  response.body = std::move(xml).document();
  return response;
}

}  // namespace wire
