#include "services/s3/bucket_names.h"

#include <algorithm>
#include <array>

#include "api/s3/errors.h"
#include "base/text.h"

namespace services::s3 {
namespace {

using namespace std::string_view_literals;

constexpr std::array kReservedPrefixes = {"xn--"sv, "sthree-"sv, "amzn-s3-demo-"sv};
constexpr std::array kReservedSuffixes = {"-s3alias"sv, "--ol-s3"sv,    ".mrap"sv,
                                          "--x-s3"sv,   "--table-s3"sv, "-an"sv};

bool is_lower_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_ip_address(std::string_view name) {
  const auto parts = base::split(name, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && part.size() <= 3 && part.find_first_not_of("0123456789") == part.npos;
         });
}

// Amazon S3 user guide, "General purpose bucket naming rules".
bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!std::ranges::all_of(name, [](char c) { return is_lower_alphanumeric(c) || c == '.' || c == '-'; }))
    return false;
  if (!is_lower_alphanumeric(name.front()) || !is_lower_alphanumeric(name.back())) return false;
  if (name.find("..") != name.npos || is_ip_address(name)) return false;
  return std::ranges::none_of(kReservedPrefixes, [&](auto prefix) { return name.starts_with(prefix); }) &&
         std::ranges::none_of(kReservedSuffixes, [&](auto suffix) { return name.ends_with(suffix); });
}

}  // namespace

base::Result<void> check_bucket_name(std::string_view name) {
  if (is_bucket_name(name)) return {};
  return api::s3::errors::invalid_bucket_name("The specified bucket is not valid.",
                                              {{"BucketName", std::string(name)}});
}

}  // namespace services::s3
