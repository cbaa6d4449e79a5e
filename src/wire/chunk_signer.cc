#include "wire/chunk_signer.h"

#include <fmt/format.h>

namespace wire {
namespace {

constexpr std::string_view kHashOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

}  // namespace

std::string ChunkSigner::sign_chunk(std::string_view sha256_hex) {
  previous_ = signature(secret_access_key_, scope_,
                        fmt::format("AWS4-HMAC-SHA256-PAYLOAD\n{}\n{}\n{}\n{}\n{}", date_, scope_.str(),
                                    previous_, kHashOfNothing, sha256_hex));
  return previous_;
}

std::string ChunkSigner::sign_trailer(std::string_view sha256_hex) {
  previous_ = signature(
      secret_access_key_, scope_,
      fmt::format("AWS4-HMAC-SHA256-TRAILER\n{}\n{}\n{}\n{}", date_, scope_.str(), previous_, sha256_hex));
  return previous_;
}

}  // namespace wire
