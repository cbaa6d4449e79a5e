#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace services::resourcegroupstaggingapi {

// Where an answer goes on: behind this text, in the order of bytes. As a token it is opaque; the empty one,
// which AWS gives with the last page, is the start.
std::string make_token(const std::string& after);
base::Result<std::string> read_token(const std::optional<std::string>& token);

}  // namespace services::resourcegroupstaggingapi
