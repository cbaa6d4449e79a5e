#pragma once

#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/digest.h"

namespace wire {

// Passes a body on and hashes it as it streams; the read that completes it fails with
// XAmzContentSHA256Mismatch when its SHA-256 is not the one that was signed. A body whose length is known is
// judged with its last byte, so that a reader who stops there has been told. Does not own `body`.
class PayloadCheck final : public base::ByteSource {
 public:
  PayloadCheck(base::ByteSource& body, std::optional<std::int64_t> length, std::string expected_sha256_hex);
  ~PayloadCheck() override;
  base::Result<std::size_t> read(std::span<char> into) override;

 private:
  base::Result<void> judge();

  base::ByteSource& body_;
  const std::optional<std::int64_t> length_;
  const std::string expected_;
  std::int64_t passed_ = 0;
  std::unique_ptr<base::Digest> digest_;  // null: judged
  std::optional<base::Error> mismatch_;
};

}  // namespace wire
