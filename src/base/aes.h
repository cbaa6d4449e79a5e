#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// AES with a key of 16, 24 or 32 bytes. ECB and CBC fill the last block as PKCS #7 does; what GCM encrypts
// has a tag of 16 bytes behind it, which says whether it and `authenticated`, which is not in it, are
// unchanged.
enum class AesMode { Ecb, Cbc, Gcm };

bool is_aes_key(std::string_view key);
std::size_t aes_iv_size(AesMode mode);  // 0: it has none

// The key and the initialization vector are of these sizes.
std::string aes_encrypt(AesMode mode, std::string_view key, std::string_view iv, std::string_view bytes,
                        std::string_view authenticated);
// Nothing: another key or other bytes.
std::optional<std::string> aes_decrypt(AesMode mode, std::string_view key, std::string_view iv,
                                       std::string_view bytes, std::string_view authenticated);

}  // namespace base
