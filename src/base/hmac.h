#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// The raw keyed digest (RFC 2104) by the algorithm of that name, as Java and OpenSSL know it: MD5, SHA-1,
// SHA-224, SHA-256, SHA-384 or SHA-512, in any case, with or without the hyphen. No value: there is no such
// one.
std::optional<std::string> hmac(std::string_view algorithm, std::string_view key, std::string_view message);

}  // namespace base
