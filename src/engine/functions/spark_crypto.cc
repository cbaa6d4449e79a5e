#include <fmt/format.h>

#include "base/aes.h"
#include "base/hmac.h"
#include "base/random.h"
#include "base/text.h"
#include "engine/functions/spark_kernels.h"
#include "plan/spark_error.h"

// https://spark.apache.org/docs/latest/api/sql/: aes_encrypt, aes_decrypt, hmac. What is encrypted begins
// with its initialization vector.
namespace engine {
namespace {

using View = std::string_view;

constexpr View kBoth = "`aes_encrypt`/`aes_decrypt`";

base::AesMode mode_of(View mode, View padding) {
  const bool usual = base::iequals(padding, "DEFAULT");
  const bool pkcs = usual || base::iequals(padding, "PKCS"), none = usual || base::iequals(padding, "NONE");
  if (base::iequals(mode, "ECB") && pkcs) return base::AesMode::Ecb;
  if (base::iequals(mode, "CBC") && pkcs) return base::AesMode::Cbc;
  if (base::iequals(mode, "GCM") && none) return base::AesMode::Gcm;
  refuse_value("UNSUPPORTED_FEATURE.AES_MODE",
               fmt::format("The feature is not supported: AES-{} with the padding {} by the {} function.",
                           mode, padding, kBoth));
}

void check_key(View key) {
  if (base::is_aes_key(key)) return;
  refuse_value(
      "INVALID_PARAMETER_VALUE.AES_KEY_LENGTH",
      fmt::format("The value of parameter(s) `key` in {} is invalid: expects a binary value with 16, "
                  "24 or 32 bytes, but got {} bytes.",
                  kBoth, key.size()));
}

[[noreturn]] void refuse_given(View condition, View mode, View what) {
  refuse_value(fmt::format("UNSUPPORTED_FEATURE.{}", condition),
               fmt::format("The feature is not supported: `aes_encrypt` with AES-{} does not support {}.",
                           mode, what));
}

std::string iv_of(base::AesMode mode, View name, View given) {
  const std::size_t size = base::aes_iv_size(mode);
  if (given.empty()) return *base::from_hex(base::random_hex(size));
  if (size == 0) refuse_given("AES_MODE_IV", name, "initialization vectors (IVs)");
  if (given.size() == size) return std::string(given);
  refuse_value("INVALID_PARAMETER_VALUE.AES_IV_LENGTH",
               fmt::format("The value of parameter(s) `iv` in {} is invalid: supports 16-byte CBC IVs and "
                           "12-byte GCM IVs, but got {} bytes for {}.",
                           kBoth, given.size(), name));
}

std::optional<std::string> encrypt(View bytes, View key, View mode, View padding, View iv,
                                   View authenticated) {
  const base::AesMode kind = mode_of(mode, padding);
  check_key(key);
  std::string vector = iv_of(kind, mode, iv);
  if (kind != base::AesMode::Gcm && !authenticated.empty())
    refuse_given("AES_MODE_AAD", mode, "additional authenticate data (AAD)");
  return vector + base::aes_encrypt(kind, key, vector, bytes, authenticated);
}

std::optional<std::string> try_decrypt(View bytes, View key, View mode, View padding, View authenticated) {
  const base::AesMode kind = mode_of(mode, padding);
  check_key(key);
  const std::size_t size = base::aes_iv_size(kind);
  if (bytes.size() < size) return std::nullopt;
  return base::aes_decrypt(kind, key, bytes.substr(0, size), bytes.substr(size), authenticated);
}

std::optional<std::string> decrypt(View bytes, View key, View mode, View padding, View authenticated) {
  auto decrypted = try_decrypt(bytes, key, mode, padding, authenticated);
  if (!decrypted)
    refuse_value(
        "INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR",
        fmt::format("The value of parameter(s) `expr`, `key` in {} is invalid: detail message: the bytes "
                    "were not encrypted so.",
                    kBoth));
  return decrypted;
}

std::optional<std::string> keyed_digest(View key, View message, View algorithm) {
  auto digest = base::hmac(algorithm, key, message);
  if (!digest)
    raise(plan::spark_error(
        "INVALID_PARAMETER_VALUE.HMAC_ALGORITHM",
        "The value of parameter(s) <parameter> in <functionName> is invalid: expects one of "
        "the algorithms 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA-1', 'MD5', but got "
        "<algorithm>.",
        {{"parameter", "`algorithm`"},
         {"functionName", "`hmac`"},
         {"algorithm", fmt::format("'{}'", algorithm)}}));
  if (key.empty())
    raise(plan::spark_error(
        "INVALID_PARAMETER_VALUE.HMAC_CRYPTO_ERROR",
        "The value of parameter(s) <parameter> in <functionName> is invalid: detail message: <detailMessage>",
        {{"parameter", "`key`"}, {"functionName", "`hmac`"}, {"detailMessage", "Empty key"}}));
  return digest;
}

}  // namespace

std::vector<SparkKernel> spark_crypto_kernels() {
  const Type text = Type::VARCHAR, bytes = Type::BLOB;
  const duckdb::Value gcm("GCM"), usual("DEFAULT"), nothing = duckdb::Value::BLOB("");
  const auto decrypting = [](auto work) { return row_kernel<View, View, View, View, View>(work); };
  return {
      {"aes_encrypt",
       {bytes, bytes, text, text, bytes, bytes},
       bytes,
       row_kernel<View, View, View, View, View, View>(encrypt),
       {gcm, usual, nothing, nothing},
       true},
      {"aes_decrypt",
       {bytes, bytes, text, text, bytes},
       bytes,
       decrypting(decrypt),
       {gcm, usual, nothing},
       true},
      {"try_aes_decrypt",
       {bytes, bytes, text, text, bytes},
       bytes,
       decrypting(try_decrypt),
       {gcm, usual, nothing},
       true},
      {"hmac",
       {bytes, bytes, text},
       bytes,
       row_kernel<View, View, View>(keyed_digest),
       {duckdb::Value("SHA-256")},
       true},
  };
}

}  // namespace engine
