#include "wire/payload_check.h"

#include "base/text.h"

namespace wire {

PayloadCheck::PayloadCheck(base::ByteSource& body, std::optional<std::int64_t> length,
                           std::string expected_sha256_hex)
    : body_(body),
      length_(length),
      expected_(std::move(expected_sha256_hex)),
      digest_(base::make_digest(base::DigestAlgorithm::Sha256)) {}

PayloadCheck::~PayloadCheck() = default;

base::Result<std::size_t> PayloadCheck::read(std::span<char> into) {
  if (mismatch_) return *mismatch_;
  if (into.empty() || !digest_) return std::size_t{0};
  const std::size_t size = TRY(body_.read(into));
  digest_->update({into.data(), size});
  passed_ += static_cast<std::int64_t>(size);
  if (size == 0 || passed_ == length_) TRY(judge());
  return size;
}

base::Result<void> PayloadCheck::judge() {
  const std::string computed = base::to_hex(std::exchange(digest_, nullptr)->finish());
  if (computed == expected_) return {};
  mismatch_ = base::refusal("XAmzContentSHA256Mismatch", 400,
                            "The provided 'x-amz-content-sha256' header does not match what was computed.");
  mismatch_->details = {{"ClientComputedContentSHA256", expected_}, {"S3ComputedContentSHA256", computed}};
  return *mismatch_;
}

}  // namespace wire
