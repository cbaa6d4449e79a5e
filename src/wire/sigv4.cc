#include "wire/sigv4.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

namespace wire {
namespace {

// RFC 3986, section 5.2.4, and empty segments removed; a slash at the end stays.
std::string normalised(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : base::split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string result = "/";
  for (const std::string_view segment : kept) {
    if (result.size() > 1) result += '/';
    result += segment;
  }
  if (result.size() > 1 && path.ends_with('/')) result += '/';
  return result;
}

// Decoded and encoded again, so that every spelling a client may send gives the one spelling that is signed.
std::optional<std::string> reencoded(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  const std::optional<std::string> decoded = base::percent_decode(spaced);
  if (!decoded) return std::nullopt;
  return base::percent_encode(*decoded);
}

}  // namespace

std::string CredentialScope::str() const {
  return fmt::format("{}/{}/{}/{}", date, region, service, kSigv4Terminator);
}

std::optional<std::string> canonical_uri(std::string_view path, PathRule rule) {
  if (rule == PathRule::Normalised) return base::percent_encode(normalised(path), base::Slash::Keep);
  const std::optional<std::string> decoded = base::percent_decode(path);
  if (!decoded) return std::nullopt;
  return base::percent_encode(*decoded, base::Slash::Keep);
}

std::optional<std::string> canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const std::string_view parameter : base::split(query, '&')) {
    if (parameter.empty()) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    auto name = reencoded(parameter.substr(0, equals));
    auto value = reencoded(parameter.substr(std::min(equals + 1, parameter.size())));
    if (!name || !value) return std::nullopt;
    parameters.emplace_back(*std::move(name), *std::move(value));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string result;
  for (const auto& [name, value] : parameters)
    result += fmt::format("{}{}={}", result.empty() ? "" : "&", name, value);
  return result;
}

std::string canonical_header(const net::Headers& headers, std::string_view name) {
  std::string result;
  bool first = true;
  for (const auto& [field, value] : headers.fields()) {
    if (!base::iequals(field, name)) continue;
    if (!std::exchange(first, false)) result += ',';
    char before = '\0';
    for (const char c : base::trim(value)) {
      if (c != ' ' || before != ' ') result += c;
      before = c;
    }
  }
  return result;
}

std::string canonical_request(const CanonicalRequest& parts, const net::Headers& headers,
                              const std::vector<std::string>& signed_headers) {
  std::string text = fmt::format("{}\n{}\n{}\n", parts.method, parts.uri, parts.query);
  for (const std::string& name : signed_headers)
    text += fmt::format("{}:{}\n", name, canonical_header(headers, name));
  text += fmt::format("\n{}\n{}", base::join(signed_headers, ";"), parts.payload_hash);
  return text;
}

std::string string_to_sign(std::string_view date, const CredentialScope& scope,
                           std::string_view canonical_request) {
  const std::string hash = base::to_hex(base::digest(base::DigestAlgorithm::Sha256, canonical_request));
  return fmt::format("{}\n{}\n{}\n{}", kSigv4Algorithm, date, scope.str(), hash);
}

std::string signature(std::string_view secret_access_key, const CredentialScope& scope,
                      std::string_view string_to_sign) {
  std::string key = base::hmac_sha256(fmt::format("AWS4{}", secret_access_key), scope.date);
  key = base::hmac_sha256(key, scope.region);
  key = base::hmac_sha256(key, scope.service);
  key = base::hmac_sha256(key, kSigv4Terminator);
  return base::to_hex(base::hmac_sha256(key, string_to_sign));
}

}  // namespace wire
