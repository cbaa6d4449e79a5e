#include "base/digest.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <array>

#include "base/assert.h"
#include "base/hmac.h"

namespace base {
namespace {

class EvpDigest final : public Digest {
 public:
  explicit EvpDigest(const EVP_MD* type) : context_(EVP_MD_CTX_new()) {
    ASSERT(EVP_DigestInit_ex(context_, type, nullptr) == 1, "OpenSSL knows its own digests");
  }
  ~EvpDigest() override { EVP_MD_CTX_free(context_); }

  void update(std::string_view bytes) override { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }
  std::string finish() override {
    std::string result(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(result.data()), &size);
    result.resize(size);
    return result;
  }

 private:
  EVP_MD_CTX* context_;
};

std::string big_endian(std::uint64_t value, int size) {
  std::string bytes;
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

class Crc32Digest final : public Digest {
 public:
  void update(std::string_view bytes) override {
    value_ = crc32_z(value_, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  }
  std::string finish() override { return big_endian(value_, 4); }

 private:
  uLong value_ = 0;
};

// A reflected CRC over eight tables (slicing by 8): table[k][b] is the CRC of byte b followed by k zero
// bytes.
template <typename Word, Word kPolynomial>
class SlicedCrc final : public Digest {
 public:
  void update(std::string_view bytes) override {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = bytes.size();
    for (; size >= 8; data += 8, size -= 8) value_ = eight(value_, data);
    for (; size > 0; ++data, --size) value_ = kTables[0][(value_ ^ *data) & 0xff] ^ (value_ >> 8);
  }
  std::string finish() override { return big_endian(static_cast<Word>(~value_), sizeof(Word)); }

 private:
  using Tables = std::array<std::array<Word, 256>, 8>;

  static constexpr Tables make_tables() {
    Tables tables{};
    for (unsigned byte = 0; byte < 256; ++byte) {
      Word crc = byte;
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? kPolynomial : 0);
      tables[0][byte] = crc;
    }
    for (unsigned byte = 0; byte < 256; ++byte)
      for (int k = 1; k < 8; ++k)
        tables[k][byte] = tables[0][tables[k - 1][byte] & 0xff] ^ (tables[k - 1][byte] >> 8);
    return tables;
  }
  static constexpr Tables kTables = make_tables();

  static Word eight(Word crc, const unsigned char* data) {
    std::uint64_t block = 0;
    for (int i = 7; i >= 0; --i) block = block << 8 | data[i];
    block ^= crc;
    Word next = 0;
    for (int i = 0; i < 8; ++i) next ^= kTables[7 - i][(block >> (8 * i)) & 0xff];
    return next;
  }

  Word value_ = static_cast<Word>(~Word{0});
};

using Crc32cDigest = SlicedCrc<std::uint32_t, 0x82f63b78u>;
using Crc64NvmeDigest = SlicedCrc<std::uint64_t, 0x9a6c9329ac4bc9b5ull>;

}  // namespace

std::unique_ptr<Digest> make_digest(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::Md5:
      return std::make_unique<EvpDigest>(EVP_md5());
    case DigestAlgorithm::Sha1:
      return std::make_unique<EvpDigest>(EVP_sha1());
    case DigestAlgorithm::Sha256:
      return std::make_unique<EvpDigest>(EVP_sha256());
    case DigestAlgorithm::Sha512:
      return std::make_unique<EvpDigest>(EVP_sha512());
    case DigestAlgorithm::Crc32:
      return std::make_unique<Crc32Digest>();
    case DigestAlgorithm::Crc32c:
      return std::make_unique<Crc32cDigest>();
    case DigestAlgorithm::Crc64Nvme:
      return std::make_unique<Crc64NvmeDigest>();
  }
  UNREACHABLE("every digest algorithm has its case");
  return nullptr;  // with ThreadSanitizer, GCC does not see that the line before never returns
}

std::optional<DigestAlgorithm> checksum_algorithm(std::string_view name) {
  if (name == "crc32") return DigestAlgorithm::Crc32;
  if (name == "crc32c") return DigestAlgorithm::Crc32c;
  if (name == "crc64nvme") return DigestAlgorithm::Crc64Nvme;
  if (name == "sha1") return DigestAlgorithm::Sha1;
  if (name == "sha256") return DigestAlgorithm::Sha256;
  return std::nullopt;
}

std::string digest(DigestAlgorithm algorithm, std::string_view bytes) {
  const auto running = make_digest(algorithm);
  running->update(bytes);
  return running->finish();
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  return *hmac("SHA-256", key, message);
}

std::string hmac_sha1(std::string_view key, std::string_view message) {
  return *hmac("SHA-1", key, message);
}

}  // namespace base
