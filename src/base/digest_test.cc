#include "base/digest.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace base {
namespace {

// The check values of the CRC catalogue for "123456789"; the rest are the digests' own published vectors.
TEST(Digest, CrcsGiveTheirCatalogueCheckValues) {
  EXPECT_EQ(to_hex(digest(DigestAlgorithm::Crc32, "123456789")), "cbf43926");
  EXPECT_EQ(to_hex(digest(DigestAlgorithm::Crc32c, "123456789")), "e3069283");
  EXPECT_EQ(to_hex(digest(DigestAlgorithm::Crc64Nvme, "123456789")), "ae8b14860a799888");
}

TEST(Digest, PiecesGiveTheDigestOfTheWhole) {
  const std::string text(1000, 'x');
  for (const auto algorithm : {DigestAlgorithm::Md5, DigestAlgorithm::Sha256, DigestAlgorithm::Crc32,
                               DigestAlgorithm::Crc32c, DigestAlgorithm::Crc64Nvme}) {
    const auto pieces = make_digest(algorithm);
    for (std::size_t at = 0; at < text.size(); at += 37)
      pieces->update(std::string_view(text).substr(at, 37));
    EXPECT_EQ(pieces->finish(), digest(algorithm, text));
  }
}

TEST(Digest, OfNothingIsDefined) {
  EXPECT_EQ(to_hex(digest(DigestAlgorithm::Md5, "")), "d41d8cd98f00b204e9800998ecf8427e");
}

}  // namespace
}  // namespace base
