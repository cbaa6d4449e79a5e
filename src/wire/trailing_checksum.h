#pragma once

#include <string>

namespace wire {

// A checksum that follows its body, x-amz-checksum-ALGORITHM in the trailer. Nobody has verified it: who
// reads the bytes does.
struct TrailingChecksum {
  std::string algorithm;  // lower case
  std::string text;       // base64, as sent; known once the body is read to its end
};

}  // namespace wire
