#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/s3/types.h"
#include "base/result.h"

namespace services::s3 {

// How S3 spells things in headers and documents.

std::string quote_etag(std::string_view etag);         // "9b2cf535f27731c974343645a3985328"
std::string_view unquote_etag(std::string_view etag);  // with or without quotes
api::s3::Owner owner_of(const std::string& account);   // the canonical user id that stands for the account

// Where a listing goes on, as an opaque token. Reading what is none of ours: InvalidArgument. No token: from
// the start.
std::string make_token(std::string_view after);
base::Result<std::string> read_token(const std::optional<std::string>& token);

// The texts of a listing, percent-encoded when the caller asks for encoding-type=url, the only one there is.
class ListingEncoding {
 public:
  static base::Result<ListingEncoding> create(const std::optional<std::string>& encoding_type);
  std::string operator()(const std::string& text) const;
  std::optional<std::string> operator()(const std::optional<std::string>& text) const;

 private:
  bool url_ = false;
};

// max-keys, max-uploads, max-parts: up to 1000, more works as 1000.
base::Result<int> page_size(std::string_view argument, const std::optional<std::int32_t>& asked);

}  // namespace services::s3
