#include "engine/functions/url_coding.h"

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

bool is_plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("-_.*").find(c) != std::string_view::npos;
}

}  // namespace

std::string url_encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (is_plain(c))
      result += c;
    else if (c == ' ')
      result += '+';
    else
      result += '%' + upper_hex({&c, 1});
  }
  return result;
}

std::optional<std::string> url_decoded(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 3 > text.size() || !base::from_hex(text.substr(at + 1, 2))) return std::nullopt;
  }
  return percent_decoded(text, Plus::Blank);
}

std::string percent_decoded(std::string_view text, Plus plus) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte =
        text[i] == '%' && i + 2 < text.size() ? base::from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte) {
      result += *byte;
      i += 2;
    } else {
      result += plus == Plus::Blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return repaired_utf8(result);
}

}  // namespace engine
