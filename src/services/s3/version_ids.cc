#include "services/s3/version_ids.h"

#include "api/s3/errors.h"

namespace services::s3 {

base::Result<void> check_version_id(const std::optional<std::string>& id, const char* argument) {
  if (!id || *id == kNullVersion) return {};
  return api::s3::errors::invalid_argument(
      id->empty() ? "Version id cannot be the empty string" : "Invalid version id specified",
      {{"ArgumentName", argument}, {"ArgumentValue", *id}});
}

}  // namespace services::s3
