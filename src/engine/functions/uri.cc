#include "engine/functions/uri.h"

#include <cctype>

#include "base/text.h"

namespace engine {
namespace {

using View = std::string_view;

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Characters of other scripts may stand for themselves.
bool is_allowed(View url) {
  constexpr View kMarks = "-_.!~*'();/?:@&=+$,#[]";
  for (std::size_t i = 0; i < url.size(); ++i) {
    const char c = url[i];
    if (c == '%') {
      if (i + 2 >= url.size() || !std::isxdigit(static_cast<unsigned char>(url[i + 1])) ||
          !std::isxdigit(static_cast<unsigned char>(url[i + 2])))
        return false;
    } else if (!is_letter_or_digit(c) && static_cast<unsigned char>(c) < 0x80 &&
               kMarks.find(c) == View::npos) {
      return false;
    }
  }
  return true;
}

void parse_authority(Url& url, View authority) {
  url.authority = authority;
  const std::size_t user = authority.rfind('@');
  if (user != View::npos) {
    url.user = authority.substr(0, user);
    authority.remove_prefix(user + 1);
  }
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (colon != View::npos && (bracket == View::npos || colon > bracket)) {
    url.port = base::parse_int(authority.substr(colon + 1));
    authority = authority.substr(0, colon);
  }
  url.host = authority;
}

}  // namespace

View cut_behind(View& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == View::npos) return {};
  const View behind = text.substr(at + 1);
  text = text.substr(0, at);
  return behind;
}

std::optional<Url> parsed_url(View text) {
  if (!is_allowed(text)) return std::nullopt;
  Url url;
  url.fragment = cut_behind(text, '#');
  url.query = cut_behind(text, '?');
  const std::size_t colon = text.find(':');
  if (colon != View::npos && text.substr(0, colon).find('/') == View::npos) {
    if (colon == 0) return std::nullopt;
    url.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t end = std::min(text.find('/'), text.size());
    parse_authority(url, text.substr(0, end));
    text.remove_prefix(end);
  }
  url.path = text;
  return url;
}

}  // namespace engine
