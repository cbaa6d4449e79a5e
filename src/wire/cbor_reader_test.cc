#include "wire/cbor_reader.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/text.h"

namespace wire {
namespace {

std::string bytes(std::string_view hex) {
  return base::from_hex(hex).value();
}

// Whether the bytes are one whole item.
bool is_item(std::string_view hex) {
  const std::string text = bytes(hex);
  CborReader reader(text);
  return reader.skip().ok() && reader.at_end();
}

double float_of(std::string_view hex) {
  const std::string text = bytes(hex);
  return cbor_float(CborReader(text).head().value()).value();
}

// RFC 8949, appendix A.
TEST(CborReaderTest, TheExamplesOfTheStandardAreItems) {
  for (const char* item : {"00",
                           "1bffffffffffffffff",
                           "3903e7",
                           "f97bff",
                           "fb3ff199999999999a",
                           "f4",
                           "f6",
                           "f7",
                           "c11a514b67b0",
                           "4401020304",
                           "6449455446",
                           "83010203",
                           "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
                           "a201020304",
                           "a26161016162820203",
                           "5f42010243030405ff",
                           "7f657374726561646d696e67ff",
                           "9fff",
                           "9f018202039f0405ffff",
                           "bf61610161629f0203ffff"})
    EXPECT_TRUE(is_item(item)) << item;
}

TEST(CborReaderTest, WhatEndsTooEarlyOrIsNoneIsRefused) {
  for (const char* faulty : {"", "18", "1b00", "61", "5bffffffffffffffff", "9bffffffffffffffff00", "a101",
                             "ff", "1c", "5f6161ff", "5f5f4101ffff", "9f", "1f", "df00"})
    EXPECT_FALSE(is_item(faulty)) << faulty;
}

TEST(CborReaderTest, NestingIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "81";
  EXPECT_FALSE(is_item(deep + "00"));
}

TEST(CborReaderTest, FloatsOfEverySizeAreNumbers) {
  EXPECT_EQ(float_of("f93c00"), 1.0);
  EXPECT_EQ(float_of("f90001"), 5.960464477539063e-8);
  EXPECT_EQ(float_of("f9c400"), -4.0);
  EXPECT_EQ(float_of("f97c00"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(float_of("fa47c35000"), 100000.0);
  EXPECT_EQ(float_of("fb3ff199999999999a"), 1.1);
}

TEST(CborReaderTest, ATextMayComeInChunks) {
  const std::string text = bytes("7f657374726561646d696e67ff");
  CborReader reader(text);
  EXPECT_EQ(reader.string(reader.head().value()).value(), "streaming");
}

}  // namespace
}  // namespace wire
