#include "services/s3/spelling.h"

#include <algorithm>

#include "api/s3/errors.h"
#include "base/digest.h"
#include "base/text.h"

namespace services::s3 {
namespace {

constexpr int kMostItems = 1000;
constexpr std::string_view kTokenMark = "1:";  // the version of what a token holds

}  // namespace

std::string quote_etag(std::string_view etag) {
  return fmt::format("\"{}\"", etag);
}

std::string_view unquote_etag(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') return etag.substr(1, etag.size() - 2);
  return etag;
}

api::s3::Owner owner_of(const std::string& account) {
  return {.id = base::to_hex(base::digest(base::DigestAlgorithm::Sha256, "canonical user of " + account))};
}

std::string make_token(std::string_view after) {
  return base::to_base64(std::string(kTokenMark) + std::string(after));
}

base::Result<std::string> read_token(const std::optional<std::string>& token) {
  if (!token) return std::string();
  const auto text = base::from_base64(*token);
  if (text && text->starts_with(kTokenMark)) return text->substr(kTokenMark.size());
  return api::s3::errors::invalid_argument("The continuation token provided is incorrect",
                                           {{"ArgumentName", "continuation-token"}});
}

base::Result<ListingEncoding> ListingEncoding::create(const std::optional<std::string>& encoding_type) {
  ListingEncoding encoding;
  encoding.url_ = encoding_type.has_value();
  if (!encoding_type || *encoding_type == "url") return encoding;
  return api::s3::errors::invalid_argument(
      "Invalid Encoding Method specified in Request",
      {{"ArgumentName", "encoding-type"}, {"ArgumentValue", *encoding_type}});
}

std::string ListingEncoding::operator()(const std::string& text) const {
  return url_ ? base::percent_encode(text, base::Slash::Keep) : text;
}

std::optional<std::string> ListingEncoding::operator()(const std::optional<std::string>& text) const {
  if (!text) return std::nullopt;
  return (*this)(*text);
}

base::Result<int> page_size(std::string_view argument, const std::optional<std::int32_t>& asked) {
  if (!asked) return kMostItems;
  if (*asked >= 0) return std::min(*asked, kMostItems);
  return api::s3::errors::invalid_argument(
      fmt::format("Argument {} must be an integer between 0 and 2147483647", argument),
      {{"ArgumentName", std::string(argument)}, {"ArgumentValue", std::to_string(*asked)}});
}

}  // namespace services::s3
