#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/url.html; the parts of a URL are those of RFC 2396, as java.net.URI
// finds them.
namespace engine {
namespace {

using View = std::string_view;

// Views into the text; data() is null where there is no such part.
struct Url {
  View scheme, host, path, query, fragment;
  std::optional<int64_t> port;
};

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

View cut_behind(View& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == View::npos) return {};
  const View behind = text.substr(at + 1);
  text = text.substr(0, at);
  return behind;
}

void parse_authority(Url& url, View authority) {
  const std::size_t user = authority.rfind('@');
  if (user != View::npos) authority.remove_prefix(user + 1);
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (colon != View::npos && (bracket == View::npos || colon > bracket)) {
    url.port = base::parse_int(authority.substr(colon + 1));
    authority = authority.substr(0, colon);
  }
  url.host = authority;
}

std::optional<Url> parse(View text) {
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

// %41 is A; with `plus`, + is a blank.
std::string decoded(View text, bool plus) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte =
        text[i] == '%' && i + 2 < text.size() ? base::from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) {
      result += *byte;
      i += 2;
    } else {
      result += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return repaired_utf8(result);
}

template <View Url::*part, bool decodes>
std::optional<std::string> extract(View text) {
  const auto url = parse(text);
  if (!url) return std::nullopt;
  return decodes ? decoded((*url).*part, false) : std::string((*url).*part);
}

std::optional<int64_t> extract_port(View text) {
  const auto url = parse(text);
  return url ? url->port : std::nullopt;
}

std::optional<std::string> extract_parameter(View text, View name) {
  const auto url = parse(text);
  if (!url) return std::nullopt;
  for (View pair : base::split(url->query, '&')) {
    const bool valued = pair.find('=') != View::npos;
    const View value = cut_behind(pair, '=');
    if (pair == name) return valued ? decoded(value, true) : "";
  }
  return std::nullopt;
}

std::optional<std::string> encode(View text) {
  constexpr View kPlain = "-_.*";
  std::string result;
  for (const char c : text) {
    if (is_letter_or_digit(c) || kPlain.find(c) != View::npos)
      result += c;
    else if (c == ' ')
      result += '+';
    else
      result += '%' + upper_hex(View(&c, 1));
  }
  return result;
}

std::optional<std::string> decode(View text) {
  for (std::size_t at = text.find('%'); at != View::npos; at = text.find('%', at + 1)) {
    if (!base::from_hex(text.substr(at + 1, 2)) || at + 3 > text.size())
      refuse_argument("Illegal hex characters in escape (%) pattern - " + std::string(text.substr(at, 3)));
  }
  return decoded(text, true);
}

}  // namespace

std::vector<TrinoKernel> url_kernels() {
  const Type text = Type::VARCHAR;
  return {
      {"trino.url_extract_protocol", {text}, text, row_kernel<View>(extract<&Url::scheme, false>)},
      {"trino.url_extract_host", {text}, text, row_kernel<View>(extract<&Url::host, false>)},
      {"trino.url_extract_path", {text}, text, row_kernel<View>(extract<&Url::path, true>)},
      {"trino.url_extract_query", {text}, text, row_kernel<View>(extract<&Url::query, true>)},
      {"trino.url_extract_fragment", {text}, text, row_kernel<View>(extract<&Url::fragment, true>)},
      {"trino.url_extract_port", {text}, Type::BIGINT, row_kernel<View>(extract_port)},
      {"trino.url_extract_parameter", {text, text}, text, row_kernel<View, View>(extract_parameter)},
      {"trino.url_encode", {text}, text, row_kernel<View>(encode)},
      {"trino.url_decode", {text}, text, row_kernel<View>(decode)},
  };
}

}  // namespace engine
