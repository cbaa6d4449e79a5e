#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/cbor_codec.h"

namespace wire {

// Reads CBOR's data items one after the other. What cannot be read is a SerializationException; nothing is
// taken for longer than the bytes that are there.
class CborReader {
 public:
  struct Head {
    CborMajor major = CborMajor::Simple;
    std::uint8_t info = 0;
    std::uint64_t number = 0;  // a value, a length, a tag, or the bits of a float

    bool is_indefinite() const { return info == kCborIndefinite; }
    bool is_break() const { return major == CborMajor::Simple && info == kCborIndefinite; }
    bool is_null() const {
      return major == CborMajor::Simple && (info == kCborNull || info == kCborUndefined);
    }
  };

  explicit CborReader(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  base::Result<Head> head();                         // takes it
  base::Result<Head> peek() const;                   // leaves it
  base::Result<std::string> string(const Head& of);  // the bytes of a text or a byte string
  base::Result<void> skip(int depth = 0);            // one whole item

  // Calls `entry` for each element of an array or each pair of a map; it takes what belongs to it.
  template <typename Entry>
  base::Result<void> for_each(const Head& of, const Entry& entry) {
    for (std::uint64_t i = 0; of.is_indefinite() || i < of.number; ++i) {
      if (of.is_indefinite() && TRY(peek()).is_break()) {
        TRY(head());
        return {};
      }
      TRY(entry());
    }
    return {};
  }

 private:
  std::string_view rest_;
};

base::Error unreadable_cbor(std::string message);

// The number that a float's head holds; nothing: it is none.
std::optional<double> cbor_float(const CborReader::Head& head);

}  // namespace wire
