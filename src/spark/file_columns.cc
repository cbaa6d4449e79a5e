#include "spark/file_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "plan/file_columns.h"

namespace spark_door {
namespace {

constexpr std::string_view kLocal = "file:";

// Java's URI leaves letters of all scripts as they are, but for blanks and control characters beyond ASCII.
bool is_encoded_beyond_ascii(std::string_view character) {
  if (character.size() < 2) return false;
  constexpr std::string_view kBlanks[] = {"\u00a0", "\u1680", "\u2028", "\u2029",
                                          "\u202f", "\u205f", "\u3000"};
  const bool control = character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0;
  const bool of_widths = character >= std::string_view("\u2000") && character <= std::string_view("\u200a");
  return control || of_widths || std::ranges::find(kBlanks, character) != std::end(kBlanks);
}

bool is_plain(char c) {
  const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return word || std::string_view("_-!.~'()*:@&=+$,;/").find(c) != std::string_view::npos;
}

std::size_t length_of_character(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

}  // namespace

std::string encoded_uri(std::string_view uri) {
  std::string out;
  for (std::size_t i = 0; i < uri.size();) {
    const std::string_view character = uri.substr(i, length_of_character(uri[i]));
    i += character.size();
    const bool kept = character.size() == 1 ? is_plain(character[0]) : !is_encoded_beyond_ascii(character);
    if (kept)
      out += character;
    else
      for (const char byte : character) out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
  }
  return out;
}

std::string encoded_url(std::string_view uri) {
  std::string url = encoded_uri(uri);
  if (url.starts_with(kLocal)) url.insert(kLocal.size(), "//");
  return url;
}

void declare_file_columns(plan::PinnedInput& input) {
  for (const std::string_view name : plan::file_column::kAll) input.add_partition_columns(std::string(name));
}

void add_file_columns(plan::PinnedObject& object, std::string_view scheme, base::Timestamp modified_at) {
  std::string uri = object.uri();
  if (!scheme.empty()) uri.replace(0, uri.find(':'), scheme);
  const std::string path = encoded_uri(uri);
  const auto since = std::chrono::floor<std::chrono::milliseconds>(modified_at).time_since_epoch();
  // In the order of file_column::kAll.
  object.add_partition_values()->set_value(path);
  object.add_partition_values()->set_value(encoded_url(uri));
  object.add_partition_values()->set_value(path.substr(path.rfind('/') + 1));
  object.add_partition_values()->set_value(std::to_string(object.size()));
  object.add_partition_values()->set_value(std::to_string(since.count() * 1000));
}

}  // namespace spark_door
