#include "server/host_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>

#include "base/text.h"
#include "services/s3/regions.h"

namespace server {
namespace {

constexpr std::string_view kForeignZone =
    "localhost.localstack.cloud";  // leads to the loopback, and is not ours

constexpr std::string_view kServiceLabel = "s3";
constexpr std::size_t kLongestName = 253;  // RFC 1035, section 2.3.4
constexpr std::size_t kLongestLabel = 63;

// A Host header's name, without port and brackets.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.rfind(':'));
}

bool is_below(std::string_view name, std::string_view base) {
  return name.size() > base.size() && name.ends_with(base) && name[name.size() - base.size() - 1] == '.';
}

// Splits the last label off; what is before it, without the dot, stays.
std::string_view take_last_label(std::string_view& labels) {
  const std::size_t dot = labels.rfind('.');
  const std::string_view last = labels.substr(dot == std::string_view::npos ? 0 : dot + 1);
  labels = labels.substr(0, dot == std::string_view::npos ? 0 : dot);
  return last;
}

// Without the labels of an S3 endpoint, `s3` or `s3.REGION`, at its end.
std::string_view without_endpoint(std::string_view labels) {
  std::string_view before = labels;
  const std::string last = base::to_lower(take_last_label(before));
  if (last == kServiceLabel) return before;
  if (services::s3::is_region(last) && base::iequals(take_last_label(before), kServiceLabel)) return before;
  return labels;
}

bool is_label(std::string_view label) {
  const auto allowed = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; };
  return !label.empty() && label.size() <= kLongestLabel && std::ranges::all_of(label, allowed) &&
         label.front() != '-' && label.back() != '-';
}

}  // namespace

HostNames::HostNames(std::string listen_host, const std::vector<std::string>& added)
    : listen_host_(std::move(listen_host)), bases_{"localhost", std::string(kForeignZone)} {
  // RFC 6761, section 6.3: names below localhost lead to the loopback and nowhere else.
  for (const std::string& name : added) bases_.push_back(base::to_lower(name));
  std::ranges::stable_sort(bases_, std::greater(), &std::string::size);
}

const std::string* HostNames::base_of(std::string_view name) const {
  const auto found = std::ranges::find_if(
      bases_, [&](const std::string& base) { return name == base || is_below(name, base); });
  return found == bases_.end() ? nullptr : &*found;
}

bool HostNames::are_ours(std::string_view host) const {
  const std::string name = base::to_lower(name_of(host));
  return name == "127.0.0.1" || name == "::1" || name == listen_host_ || base_of(name) != nullptr;
}

std::string_view HostNames::bucket_of(std::string_view host) const {
  const std::string_view name = name_of(host);
  const std::string* base = base_of(base::to_lower(name));
  if (base == nullptr || name.size() == base->size()) return {};
  return without_endpoint(name.substr(0, name.size() - base->size() - 1));
}

std::string HostNames::text() const {
  std::vector<std::string> names = bases_;
  std::ranges::sort(names);
  return base::join(names, ", ");
}

std::string host_name_fault(std::string_view text) {
  const auto labels = base::split(text, '.');
  if (text.size() <= kLongestName && std::ranges::all_of(labels, is_label)) return {};
  return fmt::format("{} is no host name; write one like lake.example.org, without scheme and port", text);
}

bool is_our_origin(const net::Request& request) {
  if (request.headers.find("Sec-Fetch-Site").value_or("none") == "cross-site") return false;
  const auto origin = request.headers.find("Origin");
  if (!origin) return true;
  const std::size_t scheme = origin->find("://");
  const std::string host =
      base::to_lower(name_of(origin->substr(scheme == std::string_view::npos ? 0 : scheme + 3)));
  if (host == kForeignZone || is_below(host, kForeignZone)) return false;
  return base::iequals(*origin, fmt::format("http://{}", request.headers.find("Host").value_or("")));
}

}  // namespace server
