#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/functions/cast.h"

namespace engine {

// What a cast does with a value that does not convert: it gives no value, or raises the error of its mode.
class CastFailure {
 public:
  CastFailure(CastMode mode, Type from, Type to) : mode_(mode), from_(std::move(from)), to_(std::move(to)) {}

  bool keeps_going() const { return mode_ == CastMode::Legacy; }
  bool is_trinos() const { return mode_ == CastMode::Trino || mode_ == CastMode::TrinoTry; }

  std::nullopt_t malformed(std::string_view text) const;
  // A number, as text, that the type has no room for. In Trino's mode it has lost what an integer does not
  // keep.
  std::nullopt_t overflow(std::string_view value) const;

 private:
  [[noreturn]] void refuse_text(std::string_view text) const;
  [[noreturn]] void refuse_number(const std::string& value) const;

  CastMode mode_;
  Type from_;
  Type to_;
};

}  // namespace engine
