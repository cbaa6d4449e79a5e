#include "base/aes.h"

#include <openssl/evp.h>

#include <memory>

#include "base/assert.h"

namespace base {
namespace {

constexpr std::size_t kTagSize = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const EVP_CIPHER* cipher_of(AesMode mode, std::size_t key_size) {
  switch (mode) {
    case AesMode::Ecb:
      return key_size == 16 ? EVP_aes_128_ecb() : key_size == 24 ? EVP_aes_192_ecb() : EVP_aes_256_ecb();
    case AesMode::Cbc:
      return key_size == 16 ? EVP_aes_128_cbc() : key_size == 24 ? EVP_aes_192_cbc() : EVP_aes_256_cbc();
    case AesMode::Gcm:
      return key_size == 16 ? EVP_aes_128_gcm() : key_size == 24 ? EVP_aes_192_gcm() : EVP_aes_256_gcm();
  }
  return nullptr;
}

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* data_of(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

Context context_of(AesMode mode, std::string_view key, std::string_view iv, bool encrypts) {
  ASSERT(is_aes_key(key) && iv.size() == aes_iv_size(mode), "the sizes of key and vector are checked before");
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const bool ready = context != nullptr &&
                     EVP_CipherInit_ex(context.get(), cipher_of(mode, key.size()), nullptr, data_of(key),
                                       iv.empty() ? nullptr : data_of(iv), encrypts ? 1 : 0) == 1;
  ASSERT(ready, "OpenSSL knows AES");
  return context;
}

// All of it; nothing: the bytes were not encrypted so.
std::optional<std::string> run(EVP_CIPHER_CTX* context, std::string_view bytes,
                               std::string_view authenticated) {
  std::string result(bytes.size() + EVP_MAX_BLOCK_LENGTH, '\0');
  int some = 0, rest = 0;
  if (!authenticated.empty() && EVP_CipherUpdate(context, nullptr, &some, data_of(authenticated),
                                                 static_cast<int>(authenticated.size())) != 1)
    return std::nullopt;
  if (EVP_CipherUpdate(context, data_of(result), &some, data_of(bytes), static_cast<int>(bytes.size())) !=
          1 ||
      EVP_CipherFinal_ex(context, data_of(result) + some, &rest) != 1)
    return std::nullopt;
  result.resize(static_cast<std::size_t>(some + rest));
  return result;
}

}  // namespace

bool is_aes_key(std::string_view key) {
  return key.size() == 16 || key.size() == 24 || key.size() == 32;
}

std::size_t aes_iv_size(AesMode mode) {
  return mode == AesMode::Ecb ? 0 : mode == AesMode::Cbc ? 16 : 12;
}

std::string aes_encrypt(AesMode mode, std::string_view key, std::string_view iv, std::string_view bytes,
                        std::string_view authenticated) {
  const Context context = context_of(mode, key, iv, true);
  std::optional<std::string> result = run(context.get(), bytes, authenticated);
  ASSERT(result, "what AES takes it encrypts");
  if (mode != AesMode::Gcm) return *result;
  std::string tag(kTagSize, '\0');
  ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, tag.data()) == 1,
         "GCM makes a tag");
  return *result + tag;
}

std::optional<std::string> aes_decrypt(AesMode mode, std::string_view key, std::string_view iv,
                                       std::string_view bytes, std::string_view authenticated) {
  const Context context = context_of(mode, key, iv, false);
  if (mode != AesMode::Gcm) return run(context.get(), bytes, authenticated);
  if (bytes.size() < kTagSize) return std::nullopt;
  std::string tag(bytes.substr(bytes.size() - kTagSize));
  if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) != 1)
    return std::nullopt;
  return run(context.get(), bytes.substr(0, bytes.size() - kTagSize), authenticated);
}

}  // namespace base
