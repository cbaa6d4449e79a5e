#include "engine/storage/charset.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

// By a decoder that gets a few bytes at a time, and has little room for what it makes of them.
std::string decoded(std::string_view bytes, Charset charset) {
  const auto decoder = make_charset_decoder(charset, nullptr);
  std::string text, room(3, '\0');
  for (;;) {
    const auto step = decoder->decode(bytes.substr(0, 3), room).value();
    text += room.substr(0, step.produced);
    bytes.remove_prefix(step.consumed);
    if (step.consumed == 0 && step.produced == 0) break;
  }
  return decoder->at_boundary() ? text : text + "...";
}

constexpr std::string_view kText = "aé日😀";

TEST(Charset, TextsAreTheSameAfterTheyWereBytes) {
  for (const auto charset : {Charset::Utf16Be, Charset::Utf16Le, Charset::Utf16, Charset::Utf32})
    EXPECT_EQ(decoded(encode_text(kText, charset), charset), kText);
  EXPECT_EQ(decoded(encode_text("aé", Charset::Latin1), Charset::Latin1), "aé");
}

TEST(Charset, AMarkSaysTheOrderOfBytes) {
  EXPECT_EQ(decoded("\xff\xfe" + encode_text(kText, Charset::Utf16Le), Charset::Utf16), kText);
  EXPECT_EQ(decoded("\xfe\xff" + encode_text(kText, Charset::Utf16Be), Charset::Utf16), kText);
}

TEST(Charset, WhatIsNoneOfItsCharactersIsShownAsOne) {
  EXPECT_EQ(decoded("a\xe9", Charset::Ascii), "a\xef\xbf\xbd");
  EXPECT_EQ(decoded(std::string_view("\xdc\x00\x00z", 4), Charset::Utf16Be), "\xef\xbf\xbdz");
  EXPECT_EQ(encode_text("aé日", Charset::Latin1), "a\xe9?");
}

TEST(Charset, ACharacterThatIsCutOffIsSeen) {
  EXPECT_EQ(decoded(std::string_view("\0a\0", 3), Charset::Utf16Be), "a...");
}

TEST(Charset, NamesAreSparks) {
  EXPECT_EQ(charset_named("utf-16LE"), Charset::Utf16Le);
  EXPECT_FALSE(charset_named("latin1"));
}

}  // namespace
}  // namespace engine
