#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"
#include "wire/context.h"

namespace services::s3 {

// The checksum members that requests and answers of many operations have, by the name of their algorithm.
// They are all the algorithms that the lake computes.
template <typename T>
auto checksum_members(T& t) {
  return std::array{std::pair(std::string_view("crc32"), &t.checksum_crc32),
                    std::pair(std::string_view("crc32c"), &t.checksum_crc32c),
                    std::pair(std::string_view("crc64nvme"), &t.checksum_crc64nvme),
                    std::pair(std::string_view("sha1"), &t.checksum_sha1),
                    std::pair(std::string_view("sha256"), &t.checksum_sha256)};
}

// What a request says of the checksum of its bytes.
struct StatedChecksum {
  std::string algorithm;                             // lower case; empty: nothing is said
  std::optional<std::string> value;                  // raw; nothing: to be computed only, unless
  const wire::TrailingChecksum* trailing = nullptr;  // it comes behind the bytes
};

// One x-amz-checksum-* header at most, and what it says in one text.
struct ChecksumHeader {
  std::string_view algorithm;
  std::string_view text;
};
base::Result<std::optional<ChecksumHeader>> only_one(const std::vector<ChecksumHeader>& headers);
base::Result<std::string> parse_checksum(
    const ChecksumHeader& header);  // raw; InvalidRequest: not of its size
base::Result<StatedChecksum> stated_checksum(const std::optional<ChecksumHeader>& header,
                                             const std::optional<std::string>& sdk_algorithm,
                                             const wire::TrailingChecksum* trailing);

// Base64, once the bytes are read; nothing: nothing was said.
std::optional<std::string> stated_text(const StatedChecksum& stated);

template <typename Request>
base::Result<std::optional<ChecksumHeader>> checksum_header(const Request& request) {
  std::vector<ChecksumHeader> headers;
  for (const auto& [name, value] : checksum_members(request))
    if (*value) headers.push_back({name, **value});
  return only_one(headers);
}

template <typename Request>
base::Result<StatedChecksum> stated_checksum(const Request& request, const wire::RequestContext& context) {
  return stated_checksum(TRY(checksum_header(request)), request.checksum_algorithm,
                         context.trailing_checksum);
}

// Base64, and `-N` for a composite one of N parts.
std::string checksum_text(const lake::Checksum& checksum);
const char* checksum_type(const lake::Checksum& checksum);
base::Error checksum_mismatch(std::string_view algorithm);

template <typename Output>
void set_checksum(Output& output, std::string_view algorithm, std::string text) {
  for (const auto& [name, member] : checksum_members(output))
    if (name == algorithm) *member = std::move(text);
}

template <typename Output>
void set_checksum(Output& output, const std::optional<lake::Checksum>& checksum) {
  if (!checksum) return;
  set_checksum(output, checksum->algorithm, checksum_text(*checksum));
  output.checksum_type = checksum_type(*checksum);
}

// A request's bytes as a sealed content. Whatever the request says of them (length, Content-MD5, checksum) is
// true, or nothing of it stays.
struct Upcoming {
  base::ByteSource* body = nullptr;
  std::optional<std::int64_t> length;
  std::optional<std::string> content_md5;  // base64, as the header has it
  StatedChecksum checksum;                 // to be verified
  std::string kept;                        // the checksum that stays with the content; empty: CRC64NVME
};
base::Result<lake::Content> receive(lake::Lake& lake, const Upcoming& upcoming);

}  // namespace services::s3
