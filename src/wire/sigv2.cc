#include "wire/sigv2.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/digest.h"
#include "base/text.h"

namespace wire {
namespace {

using namespace std::string_view_literals;

// The parameters that are part of the resource. Sorted.
constexpr auto kSubresources = std::to_array<std::string_view>({"accelerate"sv,
                                                                "acl"sv,
                                                                "analytics"sv,
                                                                "cors"sv,
                                                                "defaultObjectAcl"sv,
                                                                "delete"sv,
                                                                "inventory"sv,
                                                                "lifecycle"sv,
                                                                "location"sv,
                                                                "logging"sv,
                                                                "metrics"sv,
                                                                "notification"sv,
                                                                "object-lock"sv,
                                                                "partNumber"sv,
                                                                "policy"sv,
                                                                "replication"sv,
                                                                "requestPayment"sv,
                                                                "response-cache-control"sv,
                                                                "response-content-disposition"sv,
                                                                "response-content-encoding"sv,
                                                                "response-content-language"sv,
                                                                "response-content-type"sv,
                                                                "response-expires"sv,
                                                                "restore"sv,
                                                                "select"sv,
                                                                "select-type"sv,
                                                                "storageClass"sv,
                                                                "tagging"sv,
                                                                "torrent"sv,
                                                                "uploadId"sv,
                                                                "uploads"sv,
                                                                "versionId"sv,
                                                                "versioning"sv,
                                                                "versions"sv,
                                                                "website"sv});
static_assert(std::ranges::is_sorted(kSubresources));

// Names in lower case and sorted, which the map does; values of one name in the order in which they were
// sent.
std::string canonical_amz_headers(const net::Headers& headers) {
  std::map<std::string, std::string> amz;
  for (const auto& [field, value] : headers.fields()) {
    const std::string name = base::to_lower(field);
    if (!name.starts_with("x-amz-")) continue;
    std::string& joined = amz[name];
    joined += (joined.empty() ? "" : ",") + std::string(base::trim(value));
  }
  std::string text;
  for (const auto& [name, value] : amz) text += fmt::format("{}:{}\n", name, value);
  return text;
}

// Values decoded, in the order of the keys.
std::string canonical_subresources(std::string_view query) {
  std::vector<std::pair<std::string_view, std::string>> found;
  for (const std::string_view parameter : base::split(query, '&')) {
    const std::size_t equals = parameter.find('=');
    const std::string_view key = parameter.substr(0, equals);
    if (!std::ranges::binary_search(kSubresources, key)) continue;
    const std::string_view value = equals == parameter.npos ? "" : parameter.substr(equals);
    found.emplace_back(key, base::percent_decode(value).value_or(std::string(value)));
  }
  std::ranges::stable_sort(found, {}, &decltype(found)::value_type::first);
  std::string text;
  for (const auto& [key, value] : found) text += fmt::format("{}{}{}", text.empty() ? "?" : "&", key, value);
  return text;
}

}  // namespace

std::string string_to_sign_v2(const net::Request& request, std::string_view resource,
                              std::string_view expires) {
  return fmt::format("{}\n{}\n{}\n{}\n{}{}{}", request.method,
                     request.headers.find("Content-MD5").value_or(""),
                     request.headers.find("Content-Type").value_or(""), expires,
                     canonical_amz_headers(request.headers), resource, canonical_subresources(request.query));
}

std::string signature_v2(std::string_view secret_access_key, std::string_view string_to_sign) {
  return base::to_base64(base::hmac_sha1(secret_access_key, string_to_sign));
}

}  // namespace wire
