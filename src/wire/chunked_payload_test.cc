#include "wire/chunked_payload.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace wire {
namespace {

// The chunks' bytes, or the code of what is wrong with them.
std::string decoded(std::string body, std::int64_t length, TrailingChecksum* checksum = nullptr,
                    bool is_signed = false) {
  base::StringSource source(std::move(body));
  ChunkedPayload payload(source, {.is_signed = is_signed,
                                  .decoded_length = length,
                                  .has_trailer = checksum != nullptr,
                                  .checksum = checksum});
  const auto bytes = base::read_all(payload, 1 << 20);
  return bytes.ok() ? *bytes : bytes.error().code;
}

TEST(ChunkedPayloadTest, GivesTheBytesWithoutWhatStandsBetween) {
  EXPECT_EQ("hello", decoded("5\r\nhello\r\n0\r\n\r\n", 5));
  EXPECT_EQ("", decoded("0\r\n\r\n", 0));
  const std::string chunk(8192, 'a');
  EXPECT_EQ(chunk + "b", decoded("2000\r\n" + chunk + "\r\n1\r\nb\r\n0\r\n\r\n", 8193));
}

TEST(ChunkedPayloadTest, ATrailerHoldsTheChecksumThatWasAnnounced) {
  TrailingChecksum checksum{.algorithm = "crc32"};
  EXPECT_EQ("hello", decoded("5\r\nhello\r\n0\r\nX-Amz-Checksum-CRC32: NhCmhg==\r\n\r\n", 5, &checksum));
  EXPECT_EQ("NhCmhg==", checksum.text);
  for (const char* trailer : {"", "x-amz-checksum-sha1:AAAA\r\n", "nonsense\r\n", "x-amz-checksum-crc32:\r\n",
                              "x-amz-checksum-crc32:A\r\nx-amz-checksum-crc32:A\r\n"}) {
    checksum.text.clear();
    EXPECT_EQ("MalformedTrailerError",
              decoded(fmt::format("5\r\nhello\r\n0\r\n{}\r\n", trailer), 5, &checksum))
        << trailer;
  }
  EXPECT_EQ("MalformedTrailerError", decoded("1\r\na\r\n0\r\nx-amz-checksum-crc32:A\r\n\r\n", 1));
}

TEST(ChunkedPayloadTest, WhatIsNotAsLongAsItSaysIsIncomplete) {
  for (const char* body :
       {"", "5\r\nhell", "5\r\nhelloo\r\n0\r\n\r\n", "4\r\nhell\r\n0\r\n\r\n", "6\r\nhello!\r\n0\r\n\r\n",
        "x\r\nhello\r\n0\r\n\r\n", "-5\r\nhello", "5\r\nhello\r\n0\r\n\r\nmore",
        "5;chunk-signature=a\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffffff\r\nhello"})
    EXPECT_EQ("IncompleteBody", decoded(body, 5)) << body;
  EXPECT_EQ("IncompleteBody", decoded(std::string(5000, '0'), 5));
}

TEST(ChunkedPayloadTest, OnlyTheLastChunkMayBeSmall) {
  EXPECT_EQ("InvalidChunkSizeError", decoded("1\r\na\r\n1\r\nb\r\n0\r\n\r\n", 2));
}

TEST(ChunkedPayloadTest, SignaturesMustBeThereEvenWhenNobodyCanVerifyThem) {
  const std::string zeros(64, '0');
  EXPECT_EQ("a", decoded(fmt::format("1;chunk-signature={0}\r\na\r\n0;chunk-signature={0}\r\n\r\n", zeros), 1,
                         nullptr, true));
  EXPECT_EQ("IncompleteBody", decoded("1\r\na\r\n0\r\n\r\n", 1, nullptr, true));
  EXPECT_EQ("SignatureDoesNotMatch", decoded("1;chunk-signature=0\r\na\r\n", 1, nullptr, true));
}

// A reader that stops at the length that it was told must have been told.
TEST(ChunkedPayloadTest, TheLastByteComesOnlyWithAGoodEnd) {
  base::StringSource source("5\r\nhello\r\n1\r\n");
  ChunkedPayload payload(source, {.decoded_length = 5});
  std::string into(5, ' ');
  EXPECT_EQ("IncompleteBody", payload.read(into).error().code);
  EXPECT_EQ("IncompleteBody", payload.read(into).error().code);
}

}  // namespace
}  // namespace wire
