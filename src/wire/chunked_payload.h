#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/digest.h"
#include "wire/chunk_signer.h"
#include "wire/trailing_checksum.h"

namespace wire {

// The bytes of an aws-chunked body, without what stands between them. Signatures are verified as chunks end,
// so a reader may keep what it got only once read() has given 0, or the last of decoded_length bytes. Does
// not own `body`. Memory is bounded, whatever the size of a chunk.
class ChunkedPayload final : public base::ByteSource {
 public:
  struct Form {
    bool is_signed = false;             // chunks carry signatures
    std::optional<ChunkSigner> signer;  // verifies them; none: of a key that is taken at its word
    std::int64_t decoded_length = 0;
    bool has_trailer = false;
    TrailingChecksum* checksum = nullptr;  // of the trailer, if one is announced; filled at the end
  };
  ChunkedPayload(base::ByteSource& body, Form form);
  ~ChunkedPayload() override;
  base::Result<std::size_t> read(std::span<char> into) override;

 private:
  base::Result<std::size_t> pass(std::span<char> into);
  base::Result<void> begin_chunk();
  base::Result<void> end_chunk();
  base::Result<void> verify_chunk();
  base::Result<void> finish();
  base::Result<void> read_trailer();
  base::Result<void> verify_trailer(const std::string& signed_text, std::string_view provided);
  base::Result<std::size_t> take(std::span<char> into);
  base::Result<std::string> line();

  base::ByteSource& body_;
  Form form_;
  std::string buffer_;  // read from the body, behind position_ not yet looked at
  std::size_t position_ = 0;
  std::int64_t number_ = 0;  // of the chunk
  std::int64_t size_ = 0;
  std::int64_t left_ = 0;
  std::int64_t passed_ = 0;
  std::string signature_;
  std::unique_ptr<base::Digest> digest_;
  bool ended_ = false;
  std::optional<base::Error> fault_;
};

}  // namespace wire
