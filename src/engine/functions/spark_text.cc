#include <unicode/uchar.h>

#include <algorithm>

#include "base/edit_distance.h"
#include "base/text.h"
#include "engine/functions/case_mapping.h"
#include "engine/functions/characters.h"
#include "engine/functions/spark_kernels.h"

// https://spark.apache.org/docs/latest/api/sql/: functions that look at one text, or make it longer.
#include "engine/functions/substring.h"

namespace engine {
namespace {

using View = std::string_view;

std::optional<std::int32_t> ascii(View text) {
  return text.empty() ? 0 : static_cast<std::int32_t>(code_points(take_character(text))[0]);
}

// The character of a byte, in Latin-1; none below 0.
std::optional<std::string> chr(std::int64_t code) {
  return code < 0 ? std::string() : encode_utf8(static_cast<char32_t>(code & 0xff));
}

std::optional<std::string> space(std::int32_t count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

std::optional<std::int32_t> bit_length(View bytes) {
  return static_cast<std::int32_t>(bytes.size() * 8);
}
std::optional<std::int32_t> octet_length(View bytes) {
  return static_cast<std::int32_t>(bytes.size());
}

// A word begins behind a blank, and nowhere else.
std::optional<std::string> initcap(View text) {
  std::string result;
  for (const View word : base::split(text, ' ')) {
    if (!result.empty() || word.data() != text.data()) result += ' ';
    View rest = word;
    if (rest.empty()) continue;
    const View first = take_character(rest);
    result += title_case(first);
    result += lower_case(word).substr(lower_case(first).size());
  }
  return result;
}

std::optional<std::int32_t> levenshtein(View left, View right) {
  return static_cast<std::int32_t>(base::edit_distance(code_points(left), code_points(right)));
}
// -1: further apart than that.
std::optional<std::int32_t> levenshtein_within(View left, View right, std::int32_t most) {
  if (most < 0) return -1;
  const auto distance =
      base::edit_distance_within(code_points(left), code_points(right), static_cast<std::size_t>(most));
  return distance ? static_cast<std::int32_t>(*distance) : -1;
}

// How many characters both have at about the same place, and in which order (Jaro); more for the same
// beginning (Winkler). From 0 to 1, of characters.
double jaro_similarity(const std::u32string& left, const std::u32string& right) {
  if (left == right) return 1;
  const std::size_t longer = std::max(left.size(), right.size()), reach = longer < 4 ? 0 : longer / 2 - 1;
  std::vector<bool> taken(right.size());
  std::u32string same, same_right;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::size_t begin = i < reach ? 0 : i - reach, end = std::min(right.size(), i + reach + 1);
    for (std::size_t j = begin; j < end; ++j) {
      if (taken[j] || left[i] != right[j]) continue;
      taken[j] = true;
      same += left[i];
      break;
    }
  }
  if (same.empty()) return 0;
  for (std::size_t j = 0; j < right.size(); ++j)
    if (taken[j]) same_right += right[j];
  std::size_t moved = 0;
  for (std::size_t i = 0; i < same.size(); ++i) moved += same[i] != same_right[i];
  const auto part = [&](std::size_t of) {
    return static_cast<double>(same.size()) / static_cast<double>(of);
  };
  const double count = static_cast<double>(same.size()), swapped = static_cast<double>(moved / 2);
  return (part(left.size()) + part(right.size()) + (count - swapped) / count) / 3;
}

std::optional<double> jaro_winkler_similarity(View left, View right) {
  const auto a = code_points(left), b = code_points(right);
  const double jaro = jaro_similarity(a, b);
  std::size_t prefix = 0;
  while (prefix < std::min({a.size(), b.size(), std::size_t{4}}) && a[prefix] == b[prefix]) ++prefix;
  return jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro);
}

// What a text may become at most, as in Java.
void check_size(std::size_t size) {
  if (std::cmp_greater(size, kMostItems))
    refuse_value("COLLECTION_SIZE_LIMIT_EXCEEDED", "A function's text has more than 2147483632 bytes.");
}

enum class Side { Left, Right };

std::string padded(View text, View filler, Side side) {
  check_size(text.size() + filler.size());
  std::string result;
  result.reserve(text.size() + filler.size());
  result += side == Side::Left ? filler : text;
  return result += side == Side::Left ? text : filler;
}

template <Side side>
std::optional<std::string> pad(View text, std::int32_t size, View padding) {
  const std::int64_t missing = size - count_characters(text);
  if (missing <= 0 || padding.empty()) return std::string(substring_of(text, 1, size));
  const auto padding_size = count_characters(padding);
  const auto whole = static_cast<std::size_t>(missing / padding_size);
  check_size(whole * padding.size());
  std::string filler;
  filler.reserve((whole + 1) * padding.size());
  for (std::size_t i = 0; i < whole; ++i) filler += padding;
  filler += substring_of(padding, 1, missing % padding_size);
  return padded(text, filler, side);
}

template <Side side>
std::optional<std::string> pad_bytes(View bytes, std::int32_t size, View padding) {
  if (size <= 0) return "";
  const auto wanted = static_cast<std::size_t>(size);
  if (wanted <= bytes.size() || padding.empty()) return std::string(bytes.substr(0, wanted));
  std::string filler(wanted - bytes.size(), '\0');
  for (std::size_t i = 0; i < filler.size(); ++i) filler[i] = padding[i % padding.size()];
  return padded(bytes, filler, side);
}

// `length` characters from the position on become others; below 0: as many as those are.
std::optional<std::string> overlay(View text, View with, std::int32_t position, std::int32_t length) {
  constexpr std::int64_t kAll = 2147483647;
  const std::int64_t from = position, replaced = length >= 0 ? length : count_characters(with);
  std::string result(substring_of(text, 1, from - 1));
  result += with;
  return result += substring_of(text, from + replaced, kAll);
}

// Spark's `substring` of bytes: from 1, or from the end below 0.
View bytes_of(View bytes, std::int64_t start, std::int64_t length) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  const std::int64_t begin = start > 0 ? start - 1 : start < 0 ? size + start : 0;
  const std::int64_t end = std::clamp<std::int64_t>(begin + length, 0, size);
  const std::int64_t from = std::clamp<std::int64_t>(begin, 0, end);
  return bytes.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(end - from));
}

std::optional<std::string> overlay_bytes(View bytes, View with, std::int32_t position, std::int32_t length) {
  constexpr std::int64_t kAll = 2147483647;
  const std::int64_t from = position, replaced = length >= 0 ? length : std::ssize(with);
  std::string result(bytes_of(bytes, 1, std::max<std::int64_t>(from - 1, 0)));
  result += with;
  return result += bytes_of(bytes, from + replaced, kAll);
}

constexpr View kSoundexCodes = "01230127022455012623017202";

std::optional<std::string> soundex(View text) {
  if (text.empty()) return "";
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto code_of = [](char c) { return kSoundexCodes[static_cast<std::size_t>(c - 'A')]; };
  const char first = upper(text[0]);
  if (!is_letter(first)) return std::string(text);
  std::string result(1, first);
  char last = code_of(first);
  for (std::size_t i = 1; i < text.size() && result.size() < 4; ++i) {
    const char c = upper(text[i]);
    const char code = is_letter(c) ? code_of(c) : '0';
    if (code == '7') continue;  // H and W part nothing
    if (code != '0' && code != last) result += code;
    last = code;
  }
  result.resize(4, '0');
  return result;
}

std::optional<std::string> quote(View text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\\';
    result += c;
  }
  return result += '\'';
}

// What stands for a character of each kind; an empty text: the character stays.
std::optional<std::string> mask(View text, View upper, View lower, View digit, View other) {
  std::string result;
  while (!text.empty()) {
    const View character = take_character(text);
    const auto code = static_cast<UChar32>(code_points(character)[0]);
    const View by = u_isUUppercase(code)   ? upper
                    : u_isULowercase(code) ? lower
                    : u_isdigit(code)      ? digit
                                           : other;
    result += by.empty() ? character : by;
  }
  return result;
}

std::optional<bool> luhn_check(View digits) {
  return luhn_holds(digits).value_or(false);
}

std::optional<bool> is_valid_utf8(View bytes) {
  return base::is_valid_utf8(bytes);
}
std::optional<std::string> make_valid_utf8(View bytes) {
  return repaired_utf8(bytes);
}
std::optional<View> try_validate_utf8(View bytes) {
  return base::is_valid_utf8(bytes) ? std::optional(bytes) : std::nullopt;
}
std::optional<View> validate_utf8(View bytes) {
  if (!base::is_valid_utf8(bytes))
    refuse_value("INVALID_UTF8_STRING",
                 "Invalid UTF8 byte sequence found in string: '\\x" + base::to_hex(bytes) + "'.");
  return bytes;
}

}  // namespace

std::vector<SparkKernel> spark_text_kernels() {
  const Type text = Type::VARCHAR, bytes = Type::BLOB, whole = Type::INTEGER, truth = Type::BOOLEAN;
  const duckdb::Value blank(" "), zero = duckdb::Value::BLOB(duckdb::const_data_ptr_cast("\0"), 1);
  const auto padding = [](auto pad) { return row_kernel<View, std::int32_t, View>(pad); };
  const auto overlaying = [](auto work) { return row_kernel<View, View, std::int32_t, std::int32_t>(work); };
  return {
      {"ascii", {text}, whole, row_kernel<View>(ascii)},
      {"chr", {Type::BIGINT}, text, row_kernel<std::int64_t>(chr)},
      {"char", {Type::BIGINT}, text, row_kernel<std::int64_t>(chr)},
      {"bit_length", {text}, whole, row_kernel<View>(bit_length)},
      {"bit_length", {bytes}, whole, row_kernel<View>(bit_length)},
      {"octet_length", {text}, whole, row_kernel<View>(octet_length)},
      {"octet_length", {bytes}, whole, row_kernel<View>(octet_length)},
      {"initcap", {text}, text, row_kernel<View>(initcap)},
      {"inner.levenshtein", {text, text}, whole, row_kernel<View, View>(levenshtein)},
      {"jaro_winkler_similarity",
       {text, text},
       Type::DOUBLE,
       row_kernel<View, View>(jaro_winkler_similarity)},
      {"inner.levenshtein_within",
       {text, text, whole},
       whole,
       row_kernel<View, View, std::int32_t>(levenshtein_within)},
      {"lpad", {text, whole, text}, text, padding(pad<Side::Left>), {blank}, true},
      {"rpad", {text, whole, text}, text, padding(pad<Side::Right>), {blank}, true},
      {"lpad", {bytes, whole, bytes}, bytes, padding(pad_bytes<Side::Left>), {zero}, true},
      {"rpad", {bytes, whole, bytes}, bytes, padding(pad_bytes<Side::Right>), {zero}, true},
      {"inner.overlay", {text, text, whole, whole}, text, overlaying(overlay)},
      {"inner.overlay_bytes", {bytes, bytes, whole, whole}, bytes, overlaying(overlay_bytes)},
      {"space", {whole}, text, row_kernel<std::int32_t>(space)},
      {"soundex", {text}, text, row_kernel<View>(soundex)},
      {"quote", {text}, text, row_kernel<View>(quote)},
      {"inner.mask", {text, text, text, text, text}, text, row_kernel<View, View, View, View, View>(mask)},
      {"luhn_check", {text}, truth, row_kernel<View>(luhn_check)},
      {"is_valid_utf8", {text}, truth, row_kernel<View>(is_valid_utf8)},
      {"is_valid_utf8", {bytes}, truth, row_kernel<View>(is_valid_utf8)},
      {"make_valid_utf8", {text}, text, row_kernel<View>(make_valid_utf8)},
      {"make_valid_utf8", {bytes}, text, row_kernel<View>(make_valid_utf8)},
      {"validate_utf8", {text}, text, row_kernel<View>(validate_utf8), {}, true},
      {"validate_utf8", {bytes}, text, row_kernel<View>(validate_utf8), {}, true},
      {"try_validate_utf8", {text}, text, row_kernel<View>(try_validate_utf8)},
      {"try_validate_utf8", {bytes}, text, row_kernel<View>(try_validate_utf8)},
  };
}

}  // namespace engine
