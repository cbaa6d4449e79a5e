#include "services/s3/tags.h"

#include <algorithm>
#include <cctype>
#include <clocale>
#include <cwctype>

#include "api/s3/errors.h"
#include "base/text.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

constexpr std::size_t kLongestKey = 128;  // in UTF-16 units, like all limits here
constexpr std::size_t kLongestValue = 256;
constexpr std::size_t kMostOfObject = 10;
constexpr std::size_t kMostOfBucket = 50;
constexpr std::string_view kSystemPrefix = "aws:";
constexpr std::wstring_view kMarks = L"+-=._:/@";

// What letters and digits are does not hang on the server's environment. Without the locale, only ASCII's
// are.
locale_t unicode() {
  static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

// Tag restrictions (Amazon S3 user guide, "Categorizing your storage using tags"): letters, spaces and digits
// of any script, and a few marks.
bool is_allowed(wchar_t point) {
  if (kMarks.find(point) != std::wstring_view::npos || point == L' ' || point == 0xA0) return true;
  if (unicode() == nullptr) return point < 0x80 && std::isalnum(static_cast<unsigned char>(point)) != 0;
  return ::iswalnum_l(static_cast<wint_t>(point), unicode()) != 0 ||
         (point > 0x7F && ::iswspace_l(static_cast<wint_t>(point), unicode()) != 0);
}

// Of valid UTF-8: whether all of it is allowed, and it is at most `longest` UTF-16 units.
bool is_tag_text(std::string_view text, std::size_t longest) {
  std::size_t units = 0;
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (const char c : text.substr(1, length - 1))
      point = point << 6 | (static_cast<unsigned char>(c) & 0x3F);
    units += length == 4 ? 2 : 1;
    if (units > longest || !is_allowed(static_cast<wchar_t>(point))) return false;
    text.remove_prefix(length);
  }
  return true;
}

base::Error system_tag(const std::string& key, TagOwner owner) {
  return invalid_tag(owner == TagOwner::Bucket ? "System tags cannot be added/updated by requester"
                                               : "Your TagKey cannot be prefixed with aws:",
                     {{"TagKey", key}});
}

base::Result<void> check_tag(const std::string& key, const std::string& value, TagOwner owner) {
  if (key.starts_with(kSystemPrefix)) return system_tag(key, owner);
  if (key.empty() || !is_tag_text(key, kLongestKey))
    return invalid_tag("The TagKey you have provided is invalid", {{"TagKey", key}});
  if (!is_tag_text(value, kLongestValue))
    return invalid_tag("The TagValue you have provided is invalid", {{"TagKey", key}, {"TagValue", value}});
  return {};
}

bool has_key(const lake::Tags& tags, const std::string& key) {
  return std::ranges::any_of(tags, [&](const auto& tag) { return tag.first == key; });
}

base::Result<void> check_count(const lake::Tags& tags, TagOwner owner) {
  if (owner == TagOwner::Object && tags.size() > kMostOfObject)
    return bad_request(fmt::format("Object tags cannot be greater than {}", kMostOfObject));
  if (owner == TagOwner::Bucket && tags.size() > kMostOfBucket)
    return bad_request(fmt::format("Bucket tag count cannot be greater than {}", kMostOfBucket));
  return {};
}

base::Error bad_header(const std::string& header) {
  return invalid_argument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag "
      "name duplicates.",
      {{"ArgumentName", "x-amz-tagging"}, {"ArgumentValue", header}});
}

// One name or value of a form; nothing: it is none.
std::optional<std::string> form_decoded(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, '+', ' ');
  auto decoded = base::percent_decode(plain);
  if (!decoded || !base::is_valid_utf8(*decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

base::Result<lake::Tags> read_tags(const std::vector<api::s3::Tag>& given, TagOwner owner) {
  lake::Tags tags;
  for (const api::s3::Tag& tag : given) {
    TRY(check_tag(tag.key, tag.value, owner));
    if (has_key(tags, tag.key))
      return invalid_tag("Cannot provide multiple Tags with the same key", {{"TagKey", tag.key}});
    tags.emplace_back(tag.key, tag.value);
    TRY(check_count(tags, owner));
  }
  return tags;
}

base::Result<lake::Tags> read_tagging_header(const std::optional<std::string>& header) {
  lake::Tags tags;
  if (!header) return tags;
  for (const std::string_view pair : base::split(*header, '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto key = form_decoded(pair.substr(0, equals));
    const auto value = form_decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!key || !value || has_key(tags, *key)) return bad_header(*header);
    TRY(check_tag(*key, *value, TagOwner::Object));
    tags.emplace_back(*key, *value);
    TRY(check_count(tags, TagOwner::Object));
  }
  return tags;
}

std::vector<api::s3::Tag> tag_set(const lake::Tags& tags) {
  std::vector<api::s3::Tag> set;
  for (const auto& [key, value] : tags) set.push_back({.key = key, .value = value});
  return set;
}

}  // namespace services::s3
