#include "wire/chunked_payload.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "wire/errors.h"

namespace wire {
namespace {

constexpr std::size_t kBuffer = 4096;
constexpr std::size_t kLongestLine = 1024;
constexpr std::int64_t kLeastChunk = 8192;  // of all but the last
constexpr std::string_view kSignatureKey = "chunk-signature=";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";
constexpr std::string_view kChecksumPrefix = "x-amz-checksum-";

base::Error incomplete() {
  return base::refusal("IncompleteBody", 400, "The request body terminated unexpectedly");
}

base::Error malformed_trailer() {
  return base::refusal("MalformedTrailerError", 400,
                       "The request contained trailing data that was not well-formed or did not conform to "
                       "our published schema.");
}

base::Error wrong_signature() {
  return base::refusal("SignatureDoesNotMatch", 403,
                       "The request signature we calculated does not match the signature you provided. Check "
                       "your key and signing method.");
}

base::Error too_small(std::int64_t number, std::int64_t size) {
  return modelled("InvalidChunkSizeError", 403,
                  "Only the last chunk is allowed to have a size less than 8192 bytes",
                  {{"Chunk", std::to_string(number)}, {"BadChunkSize", std::to_string(size)}});
}

std::string sha256_hex(std::string_view bytes) {
  return base::to_hex(base::digest(base::DigestAlgorithm::Sha256, bytes));
}

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<std::int64_t> parse_size(std::string_view hex) {
  std::int64_t size = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), size, 16);
  if (error != std::errc() || end != hex.data() + hex.size() || size < 0) return std::nullopt;
  return size;
}

}  // namespace

ChunkedPayload::ChunkedPayload(base::ByteSource& body, Form form) : body_(body), form_(std::move(form)) {}

ChunkedPayload::~ChunkedPayload() = default;

base::Result<std::size_t> ChunkedPayload::read(std::span<char> into) {
  if (fault_) return *fault_;
  auto passed = pass(into);
  if (!passed.ok()) fault_ = passed.error();
  return passed;
}

base::Result<std::size_t> ChunkedPayload::pass(std::span<char> into) {
  if (into.empty() || ended_) return std::size_t{0};
  if (left_ == 0) TRY(begin_chunk());
  if (ended_) return std::size_t{0};
  const std::size_t size = TRY(take(into.first(std::min(into.size(), static_cast<std::size_t>(left_)))));
  if (size == 0) return incomplete();
  if (digest_) digest_->update({into.data(), size});
  left_ -= static_cast<std::int64_t>(size);
  passed_ += static_cast<std::int64_t>(size);
  if (left_ == 0) TRY(end_chunk());
  // A reader that stops at the length that it was told must have been told what is wrong.
  if (passed_ == form_.decoded_length) TRY(begin_chunk());
  return size;
}

// SIZE in hexadecimal, and `;chunk-signature=` with 64 digits where chunks are signed.
base::Result<void> ChunkedPayload::begin_chunk() {
  const std::string head = TRY(line());
  const std::vector<std::string_view> parts = base::split(head, ';');
  const auto size = parse_size(parts.front());
  if (!size || *size > form_.decoded_length - passed_) return incomplete();
  if (parts.size() != (form_.is_signed ? 2u : 1u)) return incomplete();
  if (form_.is_signed) {
    if (!parts[1].starts_with(kSignatureKey)) return incomplete();
    signature_ = parts[1].substr(kSignatureKey.size());
    if (signature_.size() != 64) return wrong_signature();
  }
  if (*size > 0 && number_ > 0 && size_ < kLeastChunk) return too_small(number_, size_);
  if (form_.signer) digest_ = base::make_digest(base::DigestAlgorithm::Sha256);
  ++number_;
  size_ = left_ = *size;
  return size_ > 0 ? base::Result<void>() : finish();
}

base::Result<void> ChunkedPayload::end_chunk() {
  if (!TRY(line()).empty()) return incomplete();
  return verify_chunk();
}

base::Result<void> ChunkedPayload::verify_chunk() {
  if (!form_.signer) return {};
  const std::string hash = base::to_hex(std::exchange(digest_, nullptr)->finish());
  if (same_text(form_.signer->sign_chunk(hash), signature_)) return {};
  return wrong_signature();
}

base::Result<void> ChunkedPayload::finish() {
  TRY(verify_chunk());
  if (passed_ != form_.decoded_length) return incomplete();
  TRY(read_trailer());
  if (char behind; TRY(take({&behind, 1})) != 0) return incomplete();
  ended_ = true;
  return {};
}

// Lines NAME:VALUE, the last of them the signature over the others where chunks are signed, and an empty one.
base::Result<void> ChunkedPayload::read_trailer() {
  std::string signed_text;
  std::string provided;
  for (std::string one = TRY(line()); !one.empty(); one = TRY(line())) {
    const std::size_t colon = one.find(':');
    if (colon == one.npos || !form_.has_trailer || !provided.empty()) return malformed_trailer();
    const std::string name = base::to_lower(base::trim(std::string_view(one).substr(0, colon)));
    const std::string_view value = base::trim(std::string_view(one).substr(colon + 1));
    if (form_.is_signed && name == kTrailerSignature) {
      provided = value;
      continue;
    }
    if (!form_.checksum || name != std::string(kChecksumPrefix) + form_.checksum->algorithm ||
        !form_.checksum->text.empty() || value.empty())
      return malformed_trailer();
    form_.checksum->text = value;
    signed_text += fmt::format("{}:{}\n", name, value);
  }
  if (form_.checksum && form_.checksum->text.empty()) return malformed_trailer();
  return verify_trailer(signed_text, provided);
}

base::Result<void> ChunkedPayload::verify_trailer(const std::string& signed_text, std::string_view provided) {
  if (!form_.is_signed || !form_.has_trailer || (signed_text.empty() && provided.empty())) return {};
  if (provided.empty()) return malformed_trailer();
  if (!form_.signer || same_text(form_.signer->sign_trailer(sha256_hex(signed_text)), provided)) return {};
  return wrong_signature();
}

// From what was read already or, without a detour, from the body; 0: its end.
base::Result<std::size_t> ChunkedPayload::take(std::span<char> into) {
  if (position_ == buffer_.size()) return body_.read(into);
  const std::size_t size = std::min(into.size(), buffer_.size() - position_);
  std::copy_n(buffer_.data() + position_, size, into.data());
  position_ += size;
  return size;
}

// Up to CRLF, or LF. The end of the body ends the last line too.
base::Result<std::string> ChunkedPayload::line() {
  std::string text;
  while (text.size() <= kLongestLine) {
    if (position_ == buffer_.size()) {
      buffer_.resize(kBuffer);
      position_ = 0;
      auto size = body_.read(buffer_);
      buffer_.resize(size.ok() ? *size : 0);
      if (!size.ok()) return std::move(size).error();
      if (buffer_.empty()) break;
    }
    const char c = buffer_[position_++];
    if (c == '\n') break;
    text += c;
  }
  if (text.size() > kLongestLine) return incomplete();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace wire
