#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lake/types.h"

namespace lake {

// Lists and maps of any bytes as one column's value: each text as a netstring without its comma, `5:hello`.
// No escapes, so no byte that a client sends can end a text early.
std::string pack(const std::vector<std::string>& texts);
std::vector<std::string> unpack(std::string_view packed);  // only of what pack() made

std::string pack_map(const std::map<std::string, std::string>& map);
std::map<std::string, std::string> unpack_map(std::string_view packed);

std::string pack_tags(const Tags& tags);
Tags unpack_tags(std::string_view packed);

}  // namespace lake
