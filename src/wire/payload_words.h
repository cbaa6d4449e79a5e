#pragma once

#include <string_view>

#include "base/text.h"

namespace wire {

// What x-amz-content-sha256 may hold beside the hexadecimal SHA-256 of the body.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
inline constexpr std::string_view kPayloadHashHeader = "x-amz-content-sha256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view kStreamingPrefix = "STREAMING-";

// How an aws-chunked body comes, by the word in the hash's place.
struct ChunkedWord {
  std::string_view word;
  bool is_signed;
  bool has_trailer;
};
inline constexpr ChunkedWord kChunkedWords[] = {
    {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", true, false},
    {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", true, true},
    {"STREAMING-UNSIGNED-PAYLOAD-TRAILER", false, true},
};
inline const ChunkedWord* chunked_word(std::string_view text) {
  for (const ChunkedWord& one : kChunkedWords)
    if (one.word == text) return &one;
  return nullptr;
}

inline bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && base::from_hex(text).has_value();
}

}  // namespace wire
