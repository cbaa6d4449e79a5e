#include "services/glue/partition_key.h"

namespace services::glue {
namespace {

constexpr char kEnd = '\x01';
constexpr char kEscape = '\x02';  // stands before a literal \x01 or \x02, which are then shifted by two

}  // namespace

std::string encode_partition_key(const std::vector<std::string>& values) {
  std::string key;
  for (const std::string& value : values) {
    for (const char c : value) {
      if (c == kEnd || c == kEscape) {
        key += kEscape;
        key += static_cast<char>(c + 2);
      } else {
        key += c;
      }
    }
    key += kEnd;
  }
  return key;
}

std::vector<std::string> decode_partition_key(std::string_view key) {
  std::vector<std::string> values;
  std::string value;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] == kEnd) {
      values.push_back(std::move(value));
      value.clear();
    } else if (key[i] == kEscape && i + 1 < key.size()) {
      value += static_cast<char>(key[++i] - 2);
    } else {
      value += key[i];
    }
  }
  return values;
}

}  // namespace services::glue
