#include "engine/storage/block_codec.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

constexpr BlockCodec kAll[] = {BlockCodec::None, BlockCodec::Deflate,   BlockCodec::Gzip, BlockCodec::Snappy,
                               BlockCodec::Lz4,  BlockCodec::Zstandard, BlockCodec::Bzip2};

std::string shrunk(BlockCodec codec, const std::string& bytes) {
  return shrink(codec, bytes).value();
}

TEST(BlockCodec, WhatIsCompressedIsExpandedToTheLastByteThatThereMayBe) {
  for (const auto codec : kAll)
    for (const std::size_t size : {0, 1, 70'000, 1'000'000}) {
      const std::string bytes(size, 'x');
      EXPECT_EQ(expand(codec, shrunk(codec, bytes), size), bytes) << static_cast<int>(codec) << " " << size;
    }
}

// A block of a few bytes that holds a hundred thousand times as many.
TEST(BlockCodec, WhatHoldsAByteMoreThanThereMayBeIsNoneAndTakesNoRoomBeyond) {
  for (const auto codec : kAll)
    for (const std::size_t size : {1, 70'000, 1'000'000}) {
      const std::string block = shrunk(codec, std::string(size, 'x'));
      EXPECT_EQ(expand(codec, block, size - 1), std::nullopt) << static_cast<int>(codec) << " " << size;
    }
}

TEST(BlockCodec, WhatIsCutOffIsNone) {
  const std::string bytes = "some text that is long enough to be looked at, some text";
  for (const auto codec : kAll) {
    if (codec == BlockCodec::None) continue;
    const std::string block = shrunk(codec, bytes);
    for (std::size_t size = 0; size < block.size(); ++size) {
      const auto found = expand(codec, block.substr(0, size), 1000);
      EXPECT_TRUE(!found || codec == BlockCodec::Lz4) << static_cast<int>(codec) << " " << size;
    }
  }
}

// Both say how much they hold in front: 200 MiB and a terabyte, here.
TEST(BlockCodec, AClaimThatTheBlockCannotKeepTakesNoMemory) {
  EXPECT_EQ(expand(BlockCodec::Snappy, "\x80\x80\x80\x64xxxx"), std::nullopt);
  const std::string frame("\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\1\0\0xxxx", 17);
  EXPECT_EQ(expand(BlockCodec::Zstandard, frame), std::nullopt);
}

}  // namespace
}  // namespace engine
