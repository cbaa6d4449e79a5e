#include "base/sha2.h"

#include <openssl/evp.h>

#include "base/assert.h"

namespace base {

std::optional<std::string> sha2(std::string_view bytes, int bits) {
  const EVP_MD* type = bits == 224   ? EVP_sha224()
                       : bits == 256 ? EVP_sha256()
                       : bits == 384 ? EVP_sha384()
                       : bits == 512 ? EVP_sha512()
                                     : nullptr;
  if (type == nullptr) return std::nullopt;
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  ASSERT(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, type,
                    nullptr) == 1,
         "OpenSSL knows its own digests");
  digest.resize(size);
  return digest;
}

}  // namespace base
