#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace base {

// How many characters must be put in, left out or exchanged to make one text of the other (Levenshtein's).
std::size_t edit_distance(std::string_view a, std::string_view b);
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

// The same, walked only as far as it may be `most`; nothing: they are further apart.
std::optional<std::size_t> edit_distance_within(std::u32string_view a, std::u32string_view b,
                                                std::size_t most);

}  // namespace base
