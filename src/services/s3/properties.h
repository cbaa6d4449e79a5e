#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "api/s3/errors.h"
#include "lake/types.h"
#include "services/s3/tags.h"

namespace services::s3 {

// Refuses what an object cannot be: a key that is too long, an ACL or a storage class that we do not give.
base::Result<void> check_key(const std::string& key);
base::Result<void> check_acl(const std::optional<std::string>& acl);
base::Result<void> check_storage_class(const std::optional<std::string>& storage_class);

// x-amz-meta-*: names in lower case; MetadataTooLarge above 2 KB.
base::Result<std::map<std::string, std::string>> user_metadata(
    const std::optional<std::map<std::string, std::string>>& given);

// What is stored of a Content-Encoding: aws-chunked was the transfer's, not the object's.
std::optional<std::string> stored_content_encoding(const std::optional<std::string>& given);

inline void keep(std::map<std::string, std::string>& into, const char* name,
                 const std::optional<std::string>& value) {
  if (value) into.emplace(name, *value);
}

// The properties that PutObject, CreateMultipartUpload and CopyObject give an object.
template <typename Request>
base::Result<lake::ObjectProperties> properties_of(const Request& request) {
  TRY(check_key(request.key));
  TRY(check_acl(request.acl));
  TRY(check_storage_class(request.storage_class));
  auto metadata = TRY(user_metadata(request.metadata));
  lake::ObjectProperties properties{.content_type = request.content_type.value_or("binary/octet-stream"),
                                    .user_metadata = std::move(metadata)};
  keep(properties.system_metadata, "cache-control", request.cache_control);
  keep(properties.system_metadata, "content-disposition", request.content_disposition);
  keep(properties.system_metadata, "content-encoding", stored_content_encoding(request.content_encoding));
  keep(properties.system_metadata, "content-language", request.content_language);
  keep(properties.system_metadata, "expires", request.expires);
  properties.tags = TRY(read_tagging_header(request.tagging));
  return properties;
}

}  // namespace services::s3
