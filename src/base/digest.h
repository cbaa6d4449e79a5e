#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// A running digest over bytes that arrive in pieces. Not thread-safe; finish() once.
class Digest {
 public:
  virtual ~Digest() = default;
  virtual void update(std::string_view bytes) = 0;
  virtual std::string finish() = 0;  // the raw digest, most significant byte first
};

enum class DigestAlgorithm { Md5, Sha1, Sha256, Sha512, Crc32, Crc32c, Crc64Nvme };
std::unique_ptr<Digest> make_digest(DigestAlgorithm algorithm);

// The digest that a checksum's name stands for, in lower case: crc32, crc32c, crc64nvme, sha1 or sha256.
// Nothing: we do not know it.
std::optional<DigestAlgorithm> checksum_algorithm(std::string_view name);

// The raw digest of bytes that are all there.
std::string digest(DigestAlgorithm algorithm, std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view message);
std::string hmac_sha1(std::string_view key, std::string_view message);

}  // namespace base
