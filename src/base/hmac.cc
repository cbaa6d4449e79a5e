#include "base/hmac.h"

#include <openssl/hmac.h>

#include "base/text.h"

namespace base {
namespace {

const EVP_MD* algorithm_of(std::string_view name) {
  std::string plain = to_lower(name);
  if (plain.starts_with("sha-")) plain.erase(3, 1);
  if (plain == "md5") return EVP_md5();
  if (plain == "sha1") return EVP_sha1();
  if (plain == "sha224") return EVP_sha224();
  if (plain == "sha256") return EVP_sha256();
  if (plain == "sha384") return EVP_sha384();
  if (plain == "sha512") return EVP_sha512();
  return nullptr;
}

}  // namespace

std::optional<std::string> hmac(std::string_view algorithm, std::string_view key, std::string_view message) {
  const EVP_MD* type = algorithm_of(algorithm);
  if (type == nullptr) return std::nullopt;
  std::string result(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(type, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
       message.size(), reinterpret_cast<unsigned char*>(result.data()), &size);
  result.resize(size);
  return result;
}

}  // namespace base
