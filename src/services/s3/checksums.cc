#include "services/s3/checksums.h"

#include "api/s3/errors.h"
#include "api/s3/types.h"
#include "base/digest.h"
#include "base/text.h"
#include "lake/checksums.h"
#include "services/s3/uploads.h"

namespace services::s3 {
namespace {

using namespace api::s3::errors;

constexpr std::int64_t kLargestPut = std::int64_t{5} << 30;
constexpr std::size_t kBuffer = 256 << 10;

// Of the algorithms of checksum_members().
std::size_t digest_size(std::string_view algorithm) {
  return base::digest(*base::checksum_algorithm(algorithm), {}).size();
}

base::Error two_checksums() {
  return invalid_request(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
}

base::Error too_large(std::int64_t size) {
  return entity_too_large(
      "Your proposed upload exceeds the maximum allowed size",
      {{"ProposedSize", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(kLargestPut)}});
}

base::Result<std::optional<std::string>> parse_content_md5(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  const auto raw = base::from_base64(*text);
  if (raw && raw->size() == 16) return raw;
  return invalid_digest("The Content-MD5 you specified is not valid.", {{"Content-MD5", *text}});
}

// The content, and the checksum that the client stated as it really is; empty when it stated none.
struct Received {
  lake::Content content;
  std::string checksum;
};

// The lake digests what it keeps; only a checksum of another algorithm, which a part of an upload may state,
// costs a digest of its own.
base::Result<Received> write_all(lake::Lake& lake, const Upcoming& upcoming) {
  const auto writer = TRY(lake.new_content(upcoming.kept));
  const auto algorithm = base::checksum_algorithm(upcoming.checksum.algorithm);
  const bool is_kept = upcoming.checksum.algorithm == upcoming.kept;
  const auto digest = algorithm && !is_kept ? base::make_digest(*algorithm) : nullptr;
  std::string buffer(kBuffer, '\0');
  std::int64_t size = 0;
  while (const std::size_t count = TRY(upcoming.body->read(buffer))) {
    const std::string_view bytes = std::string_view(buffer).substr(0, count);
    size += static_cast<std::int64_t>(count);
    if (size > kLargestPut) return too_large(size);
    TRY(writer->write(bytes));
    if (digest) digest->update(bytes);
  }
  Received received{.content = TRY(writer->seal())};
  received.checksum = digest ? digest->finish() : received.content.checksum->value;
  return received;
}

// Of a checksum that came behind the bytes, only now.
base::Result<std::optional<std::string>> stated_value(const StatedChecksum& stated) {
  if (!stated.trailing) return stated.value;
  auto raw = base::from_base64(stated.trailing->text);
  if (raw && raw->size() == digest_size(stated.algorithm)) return raw;
  return invalid_request(
      fmt::format("Value for x-amz-checksum-{} trailing header is invalid.", stated.algorithm));
}

base::Result<void> verify(const Received& received, const std::optional<std::string>& content_md5,
                          const StatedChecksum& stated) {
  if (content_md5 && *content_md5 != received.content.md5)
    return bad_digest("The Content-MD5 you specified did not match what we received.",
                      {{"ExpectedDigest", base::to_base64(*content_md5)},
                       {"CalculatedDigest", base::to_base64(received.content.md5)}});
  const auto value = TRY(stated_value(stated));
  if (value && *value != received.checksum) return checksum_mismatch(stated.algorithm);
  return {};
}

}  // namespace

base::Result<std::optional<ChecksumHeader>> only_one(const std::vector<ChecksumHeader>& headers) {
  if (headers.size() > 1) return two_checksums();
  return headers.empty() ? std::nullopt : std::optional(headers.front());
}

base::Result<std::string> parse_checksum(const ChecksumHeader& header) {
  auto raw = base::from_base64(header.text);
  if (raw && raw->size() == digest_size(header.algorithm)) return *std::move(raw);
  return invalid_request(fmt::format("Value for x-amz-checksum-{} header is invalid.", header.algorithm));
}

base::Result<StatedChecksum> stated_checksum(const std::optional<ChecksumHeader>& header,
                                             const std::optional<std::string>& sdk_algorithm,
                                             const wire::TrailingChecksum* trailing) {
  const std::string hint = base::to_lower(sdk_algorithm.value_or(""));
  if (header && trailing) return two_checksums();
  if (!header && !trailing && hint.empty()) return StatedChecksum{};
  if (!header && !trailing)
    return invalid_request(
        "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer "
        "headers were found.");
  const std::string algorithm(header ? header->algorithm : trailing->algorithm);
  if (!hint.empty() && hint != algorithm)
    return invalid_request("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  StatedChecksum stated{.algorithm = algorithm, .value = {}, .trailing = trailing};
  if (header) stated.value = TRY(parse_checksum(*header));
  return stated;
}

std::optional<std::string> stated_text(const StatedChecksum& stated) {
  if (stated.trailing) return stated.trailing->text;
  return stated.value ? std::optional(base::to_base64(*stated.value)) : std::nullopt;
}

std::string checksum_text(const lake::Checksum& checksum) {
  std::string text = base::to_base64(checksum.value);
  if (checksum.parts) text += "-" + std::to_string(*checksum.parts);
  return text;
}

const char* checksum_type(const lake::Checksum& checksum) {
  return checksum.parts ? api::s3::checksum_type::kComposite : api::s3::checksum_type::kFullObject;
}

base::Error checksum_mismatch(std::string_view algorithm) {
  return bad_digest(
      fmt::format("The {} you specified did not match the calculated checksum.", algorithm_name(algorithm)));
}

// 1. A length, which S3 wants before the bytes, and one that may be.
// 2. The bytes into a content, as long as they are not too many: a chunked body's length is only claimed.
// 3. What was stated of them, before the content gets a name; a content that is refused is discarded at once.
base::Result<lake::Content> receive(lake::Lake& lake, const Upcoming& upcoming) {
  if (!upcoming.length) return missing_content_length();
  if (*upcoming.length > kLargestPut) return too_large(*upcoming.length);
  const auto content_md5 = TRY(parse_content_md5(upcoming.content_md5));
  Received received = TRY(write_all(lake, upcoming));
  if (const auto verified = verify(received, content_md5, upcoming.checksum); !verified.ok()) {
    lake.discard_content(received.content.id);
    return verified.error();
  }
  return std::move(received.content);
}

}  // namespace services::s3
