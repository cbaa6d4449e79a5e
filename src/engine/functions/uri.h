#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace engine {

// The parts of a URL by RFC 2396, as java.net.URI finds them: views into the text; data() is null where there
// is no such part.
struct Url {
  std::string_view scheme, authority, user, host, path, query, fragment;
  std::optional<std::int64_t> port;
};
std::optional<Url> parsed_url(std::string_view text);  // no value: it is none

// What stands behind the first such mark, and the text before it.
std::string_view cut_behind(std::string_view& text, char mark);

}  // namespace engine
