#pragma once

#include <string>
#include <string_view>

#include "wire/shape.h"

namespace wire {

// Single values as text: in headers, queries, labels and XML. `format` is the member's, or the location's
// default.
std::string scalar_to_text(const Shape& shape, const void* value, TimeFormat format);

// False: the text is no value of that kind, and `into` is untouched. Times are read in every form that AWS
// writes.
bool scalar_from_text(const Shape& shape, std::string_view text, void* into);

// Shortest decimal form that reads back the same; whole numbers keep a ".0", as AWS's answers do.
std::string double_to_text(double value);

// The member's own format, or `fallback`.
inline TimeFormat time_format(const Member& member, TimeFormat fallback) {
  return member.time_format == TimeFormat::Default ? fallback : member.time_format;
}

}  // namespace wire
