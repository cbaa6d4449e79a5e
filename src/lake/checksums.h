#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "lake/types.h"

namespace lake {

inline constexpr std::string_view kDefaultChecksum = "crc64nvme";

// The CRC of two stretches of bytes from the CRC of each, all raw. Only for crc32, crc32c and crc64nvme.
std::string combine_crcs(base::DigestAlgorithm algorithm, std::string_view first, std::string_view second,
                         std::int64_t second_size);

// The entity tag of one content, and of an object of several parts: the MD5 of the parts' MD5s, and their
// number.
std::string plain_etag(const Content& content);
std::string multipart_etag(const std::vector<UploadPart>& parts);

// The checksum of an object made of `parts`: that of the whole bytes, or, COMPOSITE, that of the parts'
// checksums.
base::Result<Checksum> multipart_checksum(const Upload& upload, const std::vector<UploadPart>& parts);

}  // namespace lake
