#include "engine/functions/case_mapping.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "duckdb/common/exception.hpp"

namespace engine {
namespace {

using duckdb::string_t;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

template <char first, char last>
string_t mapped_ascii(std::string_view text, duckdb::Vector& result) {
  string_t mapped = duckdb::StringVector::EmptyString(result, text.size());
  std::ranges::transform(text, mapped.GetDataWriteable(),
                         [](char c) { return c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c; });
  mapped.Finalize();
  return mapped;
}

// By the rules of no language in particular.
template <auto& mapping>
std::string mapped_whole(std::string_view text) {
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

template <char first, char last, std::string (*other)(std::string_view)>
duckdb::scalar_function_t kernel() {
  return unary_kernel<string_t, string_t>([](string_t text, duckdb::Vector& result) {
    return std::optional(is_ascii(view(text)) ? mapped_ascii<first, last>(view(text), result)
                                              : duckdb::StringVector::AddString(result, other(view(text))));
  });
}

}  // namespace

duckdb::scalar_function_t case_kernel(CaseMapping mapping) {
  switch (mapping) {
    case CaseMapping::SparkUpper:
      return kernel<'a', 'z', mapped_whole<ucasemap_utf8ToUpper>>();
    case CaseMapping::SparkLower:
      return kernel<'A', 'Z', mapped_whole<ucasemap_utf8ToLower>>();
    case CaseMapping::TrinoUpper:
      return kernel<'a', 'z', mapped_each<u_toupper>>();
    case CaseMapping::TrinoLower:
      return kernel<'A', 'Z', mapped_each<u_tolower>>();
  }
  throw duckdb::InternalException("no case mapping");
}

std::string lower_case(std::string_view text) {
  return mapped_whole<ucasemap_utf8ToLower>(text);
}
std::string upper_case(std::string_view text) {
  return mapped_whole<ucasemap_utf8ToUpper>(text);
}
std::string title_case(std::string_view character) {
  UErrorCode error = U_ZERO_ERROR;
  thread_local UCaseMap* rules = ucasemap_open("", U_TITLECASE_NO_BREAK_ADJUSTMENT, &error);
  std::string result(character.size() * 3 + 8, '\0');  // no letter becomes more than three
  const auto size = ucasemap_utf8ToTitle(rules, result.data(), static_cast<int32_t>(result.size()),
                                         character.data(), static_cast<int32_t>(character.size()), &error);
  if (U_FAILURE(error)) throw duckdb::InternalException(u_errorName(error));
  result.resize(static_cast<std::size_t>(size));
  return result;
}

}  // namespace engine
