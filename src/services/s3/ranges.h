#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "lake/types.h"

namespace services::s3 {

// A stretch of an object's bytes.
struct Extent {
  std::int64_t offset = 0;
  std::int64_t length = 0;

  bool operator==(const Extent&) const = default;
};

// What a Range header asks of so many bytes. Nothing: it is ignored, the whole is answered. InvalidRange:
// there is no such byte.
base::Result<std::optional<Extent>> parse_range(std::string_view range, std::int64_t size);

// Where a part of the object lies; an object of no upload is its own part 1. InvalidPartNumber: it has no
// such part.
base::Result<Extent> part_extent(const lake::Object& object, int part_number);

}  // namespace services::s3
