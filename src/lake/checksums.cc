#include "lake/checksums.h"

#include "base/assert.h"
#include "base/text.h"

namespace lake {
namespace {

// Polynomials over GF(2) modulo a CRC's own, bits reflected: the highest bit of a Word is the coefficient of
// x^0.
template <typename Word, Word kPolynomial>
struct CrcField {
  static constexpr Word kOne = Word{1} << (8 * sizeof(Word) - 1);

  static Word multiply(Word a, Word b) {
    Word product = 0;
    for (Word bit = kOne; bit != 0; bit >>= 1) {
      if (a & bit) product ^= b;
      b = (b & 1) ? (b >> 1) ^ kPolynomial : b >> 1;
    }
    return product;
  }

  // x to the power of 8 * bytes: what appending that many zero bytes multiplies a CRC with.
  static Word shift(std::int64_t bytes) {
    Word power = kOne;
    Word square = kOne >> 8;  // x^8
    for (auto left = static_cast<std::uint64_t>(bytes); left != 0; left >>= 1) {
      if (left & 1) power = multiply(power, square);
      square = multiply(square, square);
    }
    return power;
  }

  static Word parse(std::string_view raw) {
    ASSERT(raw.size() == sizeof(Word), "a raw CRC has the size of its word");
    Word value = 0;
    for (const char byte : raw) value = static_cast<Word>(value << 8 | static_cast<unsigned char>(byte));
    return value;
  }

  // Start value and final inversion of these CRCs are both all ones, so they cancel out.
  static std::string combine(std::string_view first, std::string_view second, std::int64_t second_size) {
    const Word value = multiply(shift(second_size), parse(first)) ^ parse(second);
    std::string raw;
    for (int bits = 8 * (sizeof(Word) - 1); bits >= 0; bits -= 8) raw += static_cast<char>(value >> bits);
    return raw;
  }
};

using Crc32 = CrcField<std::uint32_t, 0xedb88320u>;
using Crc32c = CrcField<std::uint32_t, 0x82f63b78u>;
using Crc64Nvme = CrcField<std::uint64_t, 0x9a6c9329ac4bc9b5ull>;

std::string full_object_crc(base::DigestAlgorithm algorithm, const std::vector<UploadPart>& parts) {
  std::string whole = parts.front().content.checksum->value;
  for (std::size_t i = 1; i < parts.size(); ++i)
    whole = combine_crcs(algorithm, whole, parts[i].content.checksum->value, parts[i].content.size);
  return whole;
}

}  // namespace

std::string combine_crcs(base::DigestAlgorithm algorithm, std::string_view first, std::string_view second,
                         std::int64_t second_size) {
  switch (algorithm) {
    case base::DigestAlgorithm::Crc32:
      return Crc32::combine(first, second, second_size);
    case base::DigestAlgorithm::Crc32c:
      return Crc32c::combine(first, second, second_size);
    case base::DigestAlgorithm::Crc64Nvme:
      return Crc64Nvme::combine(first, second, second_size);
    default:
      UNREACHABLE("only CRCs can be combined");
  }
}

std::string plain_etag(const Content& content) {
  return base::to_hex(content.md5);
}

std::string multipart_etag(const std::vector<UploadPart>& parts) {
  const auto md5 = base::make_digest(base::DigestAlgorithm::Md5);
  for (const UploadPart& part : parts) md5->update(part.content.md5);
  return base::to_hex(md5->finish()) + "-" + std::to_string(parts.size());
}

base::Result<Checksum> multipart_checksum(const Upload& upload, const std::vector<UploadPart>& parts) {
  const bool asked = !upload.checksum_algorithm.empty();
  const std::string name = asked ? upload.checksum_algorithm : std::string(kDefaultChecksum);
  const auto algorithm = base::checksum_algorithm(name);
  ASSERT(algorithm, "an upload keeps only checksum algorithms that we know");
  for (const UploadPart& part : parts) {
    if (!part.content.checksum || part.content.checksum->algorithm != name)
      return base::failure("part {} of upload {} has no {} checksum", part.number, upload.id.str(), name);
  }
  if (!asked || upload.full_object_checksum)
    return Checksum{.algorithm = name, .value = full_object_crc(*algorithm, parts)};
  const auto composite = base::make_digest(*algorithm);
  for (const UploadPart& part : parts) composite->update(part.content.checksum->value);
  return Checksum{.algorithm = name, .value = composite->finish(), .parts = static_cast<int>(parts.size())};
}

}  // namespace lake
