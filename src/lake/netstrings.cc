#include "lake/netstrings.h"

#include <iterator>

#include "base/assert.h"
#include "base/text.h"

namespace lake {
namespace {

void append(std::string& packed, std::string_view text) {
  packed += std::to_string(text.size());
  packed += ':';
  packed += text;
}

template <typename Pairs>
std::string pack_pairs(const Pairs& pairs) {
  std::string packed;
  for (const auto& [name, value] : pairs) {
    append(packed, name);
    append(packed, value);
  }
  return packed;
}

}  // namespace

std::string pack(const std::vector<std::string>& texts) {
  std::string packed;
  for (const std::string& text : texts) append(packed, text);
  return packed;
}

std::vector<std::string> unpack(std::string_view packed) {
  std::vector<std::string> texts;
  while (!packed.empty()) {
    const std::size_t colon = packed.find(':');
    ASSERT(colon != packed.npos, "a packed text starts with its length");
    const auto size = base::parse_int(packed.substr(0, colon));
    ASSERT(size && static_cast<std::size_t>(*size) <= packed.size() - colon - 1,
           "a packed text is all there");
    texts.emplace_back(packed.substr(colon + 1, static_cast<std::size_t>(*size)));
    packed.remove_prefix(colon + 1 + static_cast<std::size_t>(*size));
  }
  return texts;
}

std::string pack_map(const std::map<std::string, std::string>& map) {
  return pack_pairs(map);
}

std::map<std::string, std::string> unpack_map(std::string_view packed) {
  Tags pairs = unpack_tags(packed);
  return {std::move_iterator(pairs.begin()), std::move_iterator(pairs.end())};
}

std::string pack_tags(const Tags& tags) {
  return pack_pairs(tags);
}

Tags unpack_tags(std::string_view packed) {
  std::vector<std::string> texts = unpack(packed);
  ASSERT(texts.size() % 2 == 0, "packed pairs are whole");
  Tags tags;
  for (std::size_t i = 0; i < texts.size(); i += 2)
    tags.emplace_back(std::move(texts[i]), std::move(texts[i + 1]));
  return tags;
}

}  // namespace lake
