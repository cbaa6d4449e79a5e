#pragma once

#include <string>
#include <string_view>

#include "wire/sigv4.h"

namespace wire {

// Signs the chunks of an aws-chunked body, each with the signature of the one before; the first with that of
// the request. So chunks are signed in their order, once each, and the trailer last. One thread. "Signature
// calculations: transferring payload in multiple chunks",
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html.
class ChunkSigner {
 public:
  ChunkSigner(std::string secret_access_key, CredentialScope scope, std::string date, std::string seed)
      : secret_access_key_(std::move(secret_access_key)),
        scope_(std::move(scope)),
        date_(std::move(date)),
        previous_(std::move(seed)) {}

  std::string sign_chunk(std::string_view sha256_hex);
  std::string sign_trailer(std::string_view sha256_hex);

 private:
  const std::string secret_access_key_;
  const CredentialScope scope_;
  const std::string date_;
  std::string previous_;
};

}  // namespace wire
