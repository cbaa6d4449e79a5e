#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lake/types.h"

namespace services::s3 {

base::Result<void> check_part_number(int number);

// How an upload's checksum is named in answers: CRC32, COMPOSITE. Nothing when the client asked for none.
std::string algorithm_name(std::string_view algorithm);
std::optional<std::string> checksum_algorithm_of(const lake::Upload& upload);
std::optional<std::string> checksum_type_of(const lake::Upload& upload);

}  // namespace services::s3
