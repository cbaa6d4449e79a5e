#include "services/s3/properties.h"

#include <array>

#include "base/text.h"
#include "lake/refusals.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

constexpr std::size_t kMostMetadata = 2048;

// Amazon S3 API reference, PutObject, x-amz-storage-class: what AWS has beside STANDARD.
constexpr auto kOtherStorageClasses = std::to_array<std::string_view>(
    {"REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE",
     "GLACIER_IR", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"});

}  // namespace

base::Result<void> check_key(const std::string& key) {
  if (key.size() > lake::kLongestKey) return lake::key_too_long(key);
  if (!base::is_valid_utf8(key)) return invalid_uri("Couldn't parse the specified URI.");
  return {};
}

// Every bucket is as new ones are on AWS: its owner owns all objects, and ACLs are off.
base::Result<void> check_acl(const std::optional<std::string>& acl) {
  if (!acl || *acl == "private" || *acl == "bucket-owner-full-control") return {};
  return access_control_list_not_supported();
}

base::Result<void> check_storage_class(const std::optional<std::string>& storage_class) {
  if (!storage_class || *storage_class == "STANDARD") return {};
  if (std::ranges::find(kOtherStorageClasses, *storage_class) != kOtherStorageClasses.end())
    return not_implemented(
        "A header you provided implies functionality that is not implemented",
        {{"Header", "x-amz-storage-class"},
         {"additionalMessage", "The storage class " + *storage_class + " is not supported."}});
  return invalid_storage_class("The storage class you specified is not valid",
                               {{"StorageClassRequested", *storage_class}});
}

base::Result<std::map<std::string, std::string>> user_metadata(
    const std::optional<std::map<std::string, std::string>>& given) {
  std::map<std::string, std::string> metadata;
  std::size_t size = 0;
  for (const auto& [name, value] : given.value_or(std::map<std::string, std::string>())) {
    auto& kept = metadata[base::to_lower(name)];
    kept += kept.empty() ? value : "," + value;
    size += name.size() + value.size();
  }
  if (size <= kMostMetadata) return metadata;
  return metadata_too_large(
      "Your metadata headers exceed the maximum allowed metadata size",
      {{"Size", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(kMostMetadata)}});
}

std::optional<std::string> stored_content_encoding(const std::optional<std::string>& given) {
  if (!given) return std::nullopt;
  std::vector<std::string> kept;
  for (const std::string_view encoding : base::split(*given, ','))
    if (!base::iequals(base::trim(encoding), "aws-chunked")) kept.emplace_back(base::trim(encoding));
  if (kept.empty()) return std::nullopt;
  return base::join(kept, ",");
}

}  // namespace services::s3
