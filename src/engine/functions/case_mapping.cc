#include "engine/functions/case_mapping.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "duckdb/common/exception.hpp"

namespace engine {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

std::string mapped_ascii(std::string_view text, char first, char last) {
  std::string result(text);
  for (char& c : result)
    if (c >= first && c <= last) c ^= 0x20;
  return result;
}

using Mapping = decltype(&ucasemap_utf8ToUpper);

// By the rules of no language in particular.
std::string mapped(std::string_view text, Mapping mapping) {
  static const UCaseMap* rules = [] {
    UErrorCode error = U_ZERO_ERROR;
    return ucasemap_open("", 0, &error);
  }();
  std::string result(text.size() + 8, '\0');
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    const auto size = mapping(rules, result.data(), static_cast<int32_t>(result.size()), text.data(),
                              static_cast<int32_t>(text.size()), &error);
    const bool fits = size <= static_cast<int32_t>(result.size());
    result.resize(static_cast<std::size_t>(size));
    if (fits && U_SUCCESS(error)) return result;
    if (error != U_BUFFER_OVERFLOW_ERROR) throw duckdb::InternalException(u_errorName(error));
  }
}

template <UChar32 (*mapping)(UChar32)>
std::string mapped_each(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  std::string result;
  result.reserve(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 letter;
    U8_NEXT(text.data(), at, size, letter);
    letter = mapping(letter);
    char bytes[U8_MAX_LENGTH];
    int32_t count = 0;
    U8_APPEND_UNSAFE(bytes, count, letter);
    result.append(bytes, static_cast<std::size_t>(count));
  }
  return result;
}

}  // namespace

std::string spark_upper(std::string_view text) {
  return is_ascii(text) ? mapped_ascii(text, 'a', 'z') : mapped(text, ucasemap_utf8ToUpper);
}
std::string spark_lower(std::string_view text) {
  return is_ascii(text) ? mapped_ascii(text, 'A', 'Z') : mapped(text, ucasemap_utf8ToLower);
}
std::string trino_upper(std::string_view text) {
  return is_ascii(text) ? mapped_ascii(text, 'a', 'z') : mapped_each<u_toupper>(text);
}
std::string trino_lower(std::string_view text) {
  return is_ascii(text) ? mapped_ascii(text, 'A', 'Z') : mapped_each<u_tolower>(text);
}

}  // namespace engine
