#include "services/s3/ranges.h"

#include <algorithm>

#include "api/s3/errors.h"
#include "base/text.h"

namespace services::s3 {
namespace {

base::Error invalid_range(std::string_view range, std::int64_t size) {
  return api::s3::errors::invalid_range(
      "The requested range is not satisfiable",
      {{"RangeRequested", std::string(range)}, {"ActualObjectSize", std::to_string(size)}});
}

// Digits only; what does not fit is further away than any object's end.
std::optional<std::int64_t> parse_position(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  return base::parse_int(text).value_or(INT64_MAX);
}

}  // namespace

// RFC 9110, section 14.1.2, with S3's choices: one range only, anything malformed is ignored.
base::Result<std::optional<Extent>> parse_range(std::string_view range, std::int64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const std::size_t dash = range.find('-');
  if (!range.starts_with(kUnit) || dash == range.npos) return std::nullopt;
  const std::string_view first_text = base::trim(range.substr(kUnit.size(), dash - kUnit.size()));
  const std::string_view last_text = base::trim(range.substr(dash + 1));
  const auto first = parse_position(first_text);
  const auto last = parse_position(last_text);

  if (first_text.empty()) {  // -n: the last n bytes
    if (!last) return std::nullopt;
    if (*last == 0) return invalid_range(range, size);
    if (size == 0) return std::nullopt;
    const std::int64_t length = std::min(*last, size);
    return std::optional(Extent{.offset = size - length, .length = length});
  }
  if (!first || (!last && !last_text.empty()) || (last && *first > *last)) return std::nullopt;
  if (*first >= size) return invalid_range(range, size);
  const std::int64_t end = std::min(last.value_or(size - 1), size - 1);
  return std::optional(Extent{.offset = *first, .length = end - *first + 1});
}

base::Result<Extent> part_extent(const lake::Object& object, int part_number) {
  const auto count = std::max<int>(1, static_cast<int>(object.parts.size()));
  if (part_number < 1 || part_number > count)
    return api::s3::errors::invalid_part_number(
        "The requested partnumber is not satisfiable",
        {{"PartNumberRequested", std::to_string(part_number)}, {"ActualPartCount", std::to_string(count)}});
  if (object.parts.empty()) return Extent{.offset = 0, .length = object.size};
  Extent extent;
  for (int number = 1; number < part_number; ++number)
    extent.offset += object.parts[static_cast<std::size_t>(number - 1)].size;
  extent.length = object.parts[static_cast<std::size_t>(part_number - 1)].size;
  return extent;
}

}  // namespace services::s3
