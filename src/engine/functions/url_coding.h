#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engine {

// What java.net's URLEncoder and URLDecoder do, of texts in UTF-8: a blank is a +.
std::string url_encoded(std::string_view text);
std::optional<std::string> url_decoded(std::string_view text);  // no value: a broken %xx

// %41 is A; a broken %xx stays. What is no UTF-8 becomes U+FFFD.
enum class Plus { Itself, Blank };
std::string percent_decoded(std::string_view text, Plus plus);

}  // namespace engine
