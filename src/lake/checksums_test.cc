#include "lake/checksums.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lake {
namespace {

UploadPart part(int number, std::string md5_hex, std::string crc32_base64) {
  return {.number = number,
          .content = {.size = 1,
                      .md5 = *base::from_hex(md5_hex),
                      .checksum = Checksum{.algorithm = "crc32", .value = *base::from_base64(crc32_base64)}}};
}

// The vectors of AWS's compatibility tests (reference/s3.md, sections 4 and 5).
const std::vector<UploadPart> kParts = {part(1, "c4c753e69bb853187f5854c46cf801c6", "NRU+Sw=="),
                                        part(2, "c4c753e69bb853187f5854c46cf801c6", "NRU+Sw=="),
                                        part(3, "e09c80c42fda55f9d992e59ca6b3307d", "TBHN8A==")};

TEST(Checksums, the_etag_of_several_parts_is_that_of_their_md5s) {
  EXPECT_EQ(multipart_etag(kParts), "4d45984fc3feb2ac9b22683c49674b56-3");
}

TEST(Checksums, a_composite_checksum_is_that_of_the_parts_checksums) {
  const Checksum checksum = multipart_checksum({.checksum_algorithm = "crc32"}, kParts).value();
  EXPECT_EQ(base::to_base64(checksum.value), "5FRUiw==");
  EXPECT_EQ(checksum.parts, 3);
}

class CombinedCrc : public ::testing::TestWithParam<base::DigestAlgorithm> {};

TEST_P(CombinedCrc, is_that_of_the_whole_wherever_it_is_cut) {
  std::string whole;
  for (int i = 0; i < 1000; ++i) whole += static_cast<char>(i * i >> 3);
  const std::string_view view = whole;
  for (const std::size_t cut : {0, 1, 7, 500, 999, 1000}) {
    const std::string first = base::digest(GetParam(), view.substr(0, cut));
    const std::string second = base::digest(GetParam(), view.substr(cut));
    EXPECT_EQ(combine_crcs(GetParam(), first, second, static_cast<std::int64_t>(whole.size() - cut)),
              base::digest(GetParam(), whole))
        << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, CombinedCrc,
                         ::testing::Values(base::DigestAlgorithm::Crc32, base::DigestAlgorithm::Crc32c,
                                           base::DigestAlgorithm::Crc64Nvme));

}  // namespace
}  // namespace lake
