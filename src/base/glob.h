#pragma once

#include <string_view>

namespace base {

// Whether a glob matches the whole text: `*` within a segment, `**` across slashes, `?`, `[a-c]`, `[!a]` or
// `[^a]`, `{a,b}` (not nested), `\` before a character that is meant as it is. In time bounded by the product
// of their lengths.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace base
