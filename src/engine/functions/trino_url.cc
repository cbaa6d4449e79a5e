#include "base/text.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/uri.h"
#include "engine/functions/url_coding.h"

// https://trino.io/docs/435/functions/url.html
namespace engine {
namespace {

using View = std::string_view;

template <View Url::*part, bool decodes>
std::optional<std::string> extract(View text) {
  const auto url = parsed_url(text);
  if (!url) return std::nullopt;
  return decodes ? percent_decoded((*url).*part, Plus::Itself) : std::string((*url).*part);
}

std::optional<int64_t> extract_port(View text) {
  const auto url = parsed_url(text);
  return url ? url->port : std::nullopt;
}

std::optional<std::string> extract_parameter(View text, View name) {
  const auto url = parsed_url(text);
  if (!url) return std::nullopt;
  for (View pair : base::split(url->query, '&')) {
    const bool valued = pair.find('=') != View::npos;
    const View value = cut_behind(pair, '=');
    if (pair == name) return valued ? percent_decoded(value, Plus::Blank) : "";
  }
  return std::nullopt;
}

std::optional<std::string> encode(View text) {
  return url_encoded(text);
}

std::optional<std::string> decode(View text) {
  auto decoded = url_decoded(text);
  if (!decoded) {
    std::size_t at = text.find('%');
    while (base::from_hex(text.substr(at + 1, 2)) && at + 3 <= text.size()) at = text.find('%', at + 1);
    refuse_argument("Illegal hex characters in escape (%) pattern - " + std::string(text.substr(at, 3)));
  }
  return decoded;
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
