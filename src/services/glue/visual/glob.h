#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace services::glue::visual {

// Whether a pattern of Glue's `exclusions` matches the whole text: `*` within a segment, `**` across slashes,
// `?`, `[a-c]`, `[!a]`, `{a,b}` (not nested), `\` before a character that is meant as it is.
// In time bounded by the product of their lengths.
bool glob_matches(std::string_view pattern, std::string_view text);

// The patterns of a node's Exclusions: each string is a JSON list of them, as the console writes it.
base::Result<std::vector<std::string>> parse_exclusions(const std::vector<std::string>& lists);

}  // namespace services::glue::visual
