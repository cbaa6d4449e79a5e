#include "base/aes.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace base {
namespace {

const std::string kKey = "0000111122223333";

// https://spark.apache.org/docs/latest/api/sql/#aes_decrypt has this one as its example.
TEST(Aes, DecryptsWhatOthersEncrypted) {
  const std::string bytes =
      *from_hex("6E7CA17BBB468D3084B5744BCA729FB7B2B7BCB8E4472847D02670489D95FA97DBBA7D3210");
  EXPECT_EQ(aes_decrypt(AesMode::Gcm, kKey, bytes.substr(0, 12), bytes.substr(12), ""), "Spark SQL");
}

TEST(Aes, WhatIsEncryptedIsDecryptedInEachMode) {
  for (const AesMode mode : {AesMode::Ecb, AesMode::Cbc, AesMode::Gcm}) {
    for (const std::size_t size : {16, 24, 32}) {
      const std::string key(size, 'k'), iv(aes_iv_size(mode), 'i');
      const std::string secret = aes_encrypt(mode, key, iv, "sixteen bytes...", "");
      EXPECT_EQ(secret.size(), 32U);
      EXPECT_EQ(aes_decrypt(mode, key, iv, secret, ""), "sixteen bytes...");
    }
  }
}

TEST(Aes, WhatWasChangedIsNotDecrypted) {
  const std::string iv(12, 'i');
  std::string secret = aes_encrypt(AesMode::Gcm, kKey, iv, "secret", "beside");
  EXPECT_EQ(aes_decrypt(AesMode::Gcm, kKey, iv, secret, "beside"), "secret");
  EXPECT_EQ(aes_decrypt(AesMode::Gcm, kKey, iv, secret, "other"), std::nullopt);
  secret[0] = static_cast<char>(secret[0] ^ 1);
  EXPECT_EQ(aes_decrypt(AesMode::Gcm, kKey, iv, secret, "beside"), std::nullopt);
  EXPECT_EQ(aes_decrypt(AesMode::Gcm, kKey, iv, "short", ""), std::nullopt);
}

}  // namespace
}  // namespace base
