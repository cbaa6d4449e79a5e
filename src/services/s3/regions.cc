#include "services/s3/regions.h"

#include <algorithm>
#include <array>

namespace services::s3 {
namespace {

using namespace std::string_view_literals;

// botocore 1.44.5, data/endpoints.json: the regions of all partitions, sorted.
constexpr auto kRegions = std::to_array<std::string_view>(
    {"af-south-1"sv,     "ap-east-1"sv,      "ap-east-2"sv,      "ap-northeast-1"sv,  "ap-northeast-2"sv,
     "ap-northeast-3"sv, "ap-south-1"sv,     "ap-south-2"sv,     "ap-southeast-1"sv,  "ap-southeast-2"sv,
     "ap-southeast-3"sv, "ap-southeast-4"sv, "ap-southeast-5"sv, "ap-southeast-6"sv,  "ap-southeast-7"sv,
     "ca-central-1"sv,   "ca-west-1"sv,      "cn-north-1"sv,     "cn-northwest-1"sv,  "eu-central-1"sv,
     "eu-central-2"sv,   "eu-isoe-west-1"sv, "eu-north-1"sv,     "eu-south-1"sv,      "eu-south-2"sv,
     "eu-west-1"sv,      "eu-west-2"sv,      "eu-west-3"sv,      "eusc-de-east-1"sv,  "il-central-1"sv,
     "me-central-1"sv,   "me-south-1"sv,     "mx-central-1"sv,   "sa-east-1"sv,       "us-east-1"sv,
     "us-east-2"sv,      "us-gov-east-1"sv,  "us-gov-west-1"sv,  "us-iso-east-1"sv,   "us-iso-west-1"sv,
     "us-isob-east-1"sv, "us-isob-west-1"sv, "us-isof-east-1"sv, "us-isof-south-1"sv, "us-west-1"sv,
     "us-west-2"sv});
static_assert(std::ranges::is_sorted(kRegions));

}  // namespace

bool is_region(std::string_view name) {
  return std::ranges::binary_search(kRegions, name);
}

}  // namespace services::s3
