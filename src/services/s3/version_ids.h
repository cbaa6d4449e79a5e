#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace services::s3 {

// No bucket was ever versioned: every object is the version "null", and no other was ever given.
inline constexpr const char* kNullVersion = "null";

// Refuses a version that cannot be. `argument` is where the caller named it: versionId, version-id-marker.
base::Result<void> check_version_id(const std::optional<std::string>& id, const char* argument = "versionId");

}  // namespace services::s3
