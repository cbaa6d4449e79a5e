#include <array>

#include "base/edit_distance.h"
#include "engine/functions/case_mapping.h"
#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

// https://trino.io/docs/435/functions/string.html
namespace engine {
namespace {

using View = std::string_view;

// What a text may become at most; beyond it lie mistakes.
constexpr std::size_t kMostBytes = std::size_t{16} << 20;

void check_bytes(std::size_t bytes) {
  if (bytes > kMostBytes)
    raise(base::refusal("NOT_SUPPORTED", 400,
                        "NOT_SUPPORTED: a text of more than 16 MiB made by a function is not supported"));
}

// Before each character and at the end, where the search is empty.
std::string interleaved(View text, View with) {
  check_bytes(text.size() + with.size() * (static_cast<std::size_t>(count_characters(text)) + 1));
  std::string result(with);
  while (!text.empty()) {
    result += take_character(text);
    result += with;
  }
  return result;
}

std::optional<std::string> replace(View text, View search, View with) {
  if (search.empty()) return interleaved(text, with);
  std::string result;
  for (std::size_t at = text.find(search); at != View::npos; at = text.find(search)) {
    result += text.substr(0, at);
    result += with;
    check_bytes(result.size());
    text.remove_prefix(at + search.size());
  }
  return result += text;
}

// Without a delimiter every character is a part.
std::optional<std::string> split_part(View text, View delimiter, int64_t index) {
  if (index <= 0) refuse_argument("Index must be greater than zero");
  if (delimiter.empty()) {
    if (index > count_characters(text)) return std::nullopt;
    View part;
    for (int64_t i = 0; i < index; ++i) part = take_character(text);
    return std::string(part);
  }
  for (; index > 1; --index) {
    const std::size_t at = text.find(delimiter);
    if (at == View::npos) return std::nullopt;
    text.remove_prefix(at + delimiter.size());
  }
  return std::string(text.substr(0, text.find(delimiter)));
}

std::optional<Texts> split(View text, View delimiter, int64_t limit) {
  if (limit <= 0) refuse_argument("Limit must be positive");
  if (limit > 2147483647) refuse_argument("Limit is too large");
  if (delimiter.empty()) refuse_argument("The delimiter may not be the empty string");
  Texts parts;
  for (std::size_t at = text.find(delimiter); at != View::npos && std::cmp_less(parts.size() + 1, limit);
       at = text.find(delimiter)) {
    parts.emplace_back(std::string(text.substr(0, at)));
    text.remove_prefix(at + delimiter.size());
  }
  parts.emplace_back(std::string(text));
  return parts;
}

// The place of the nth match, counted in characters from 1; of negative ones from the end. 0: there is none.
std::optional<int64_t> strpos(View text, View search, int64_t instance) {
  if (instance == 0) refuse_argument("'instance' must be a positive or negative number.");
  if (search.empty()) return 1;
  std::size_t at = View::npos;
  if (instance > 0) {
    for (std::size_t from = 0; instance > 0; --instance, from = at + 1) {
      at = text.find(search, from);
      if (at == View::npos) return 0;
    }
  } else {
    for (std::size_t from = View::npos; instance < 0; ++instance, from = at - 1) {
      at = text.rfind(search, from);
      if (at == View::npos || (at == 0 && instance < -1)) return 0;
    }
  }
  return count_characters(text.substr(0, at)) + 1;
}

std::optional<std::string> chr(int64_t code_point) {
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < 0 || code_point > 0x10ffff || surrogate)
    refuse_argument("Not a valid Unicode code point: " + std::to_string(code_point));
  return encode_utf8(static_cast<char32_t>(code_point));
}

std::optional<int32_t> codepoint(View text) {
  if (count_characters(text) != 1) refuse_argument("Input string must be a single character string");
  return static_cast<int32_t>(code_points(text)[0]);
}

std::optional<int64_t> hamming_distance(View left, View right) {
  const auto a = code_points(left), b = code_points(right);
  if (a.size() != b.size())
    refuse_argument("The input strings to hamming_distance function must have the same length");
  int64_t distance = 0;
  for (std::size_t i = 0; i < a.size(); ++i) distance += a[i] != b[i];
  return distance;
}

std::optional<int64_t> levenshtein_distance(View left, View right) {
  constexpr std::size_t kMostWork = 1'000'000;
  const auto a = code_points(left), b = code_points(right);
  if (a.size() * b.size() > kMostWork)
    refuse_argument("The combined inputs for Levenshtein distance are too large");
  return static_cast<int64_t>(base::edit_distance(std::u32string_view(a), std::u32string_view(b)));
}

std::optional<bool> luhn_check(View digits) {
  const auto holds = luhn_holds(digits);
  if (!holds) refuse_argument("Input contains non-digit characters");
  return holds;
}

bool has_any(View characters, View character) {
  while (!characters.empty()) {
    if (take_character(characters) == character) return true;
  }
  return false;
}

std::optional<std::string> trim_left(View text, View characters) {
  for (View rest = text; !rest.empty(); text = rest) {
    if (!has_any(characters, take_character(rest))) break;
  }
  return std::string(text);
}

std::optional<std::string> trim_right(View text, View characters) {
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && !starts_character(text[last])) --last;
    if (!has_any(characters, text.substr(last))) break;
    text = text.substr(0, last);
  }
  return std::string(text);
}

std::optional<std::string> trim_both(View text, View characters) {
  return trim_right(*trim_left(text, characters), characters);
}

template <bool left>
std::optional<std::string> pad(View text, int64_t size, View padding) {
  constexpr int64_t kMost = 2147483647;
  if (size < 0 || size > kMost)
    refuse_argument("Target length must be in the range [0.." + std::to_string(kMost) + "]");
  if (padding.empty()) refuse_argument("Padding string must not be empty");
  int64_t missing = size - count_characters(text);
  std::string result;
  if (missing <= 0) {
    for (; size > 0; --size) result += take_character(text);
    return result;
  }
  check_bytes(text.size() + static_cast<std::size_t>(missing));
  for (View rest = padding; missing > 0; --missing) {
    if (rest.empty()) rest = padding;
    result += take_character(rest);
  }
  return left ? result += text : std::string(text) + result;
}

// One digit before the point: 1.25E1, 0E0.
std::string scientific(std::string java) {
  if (java.find_first_of("nN") != std::string::npos) return java;  // NaN, Infinity
  const bool negative = java.starts_with('-');
  const std::size_t e = java.find('E');
  int exponent = e == std::string::npos ? 0 : std::stoi(java.substr(e + 1));
  std::string digits = java.substr(negative, e == std::string::npos ? e : e - negative);
  const std::size_t point = digits.find('.');
  digits.erase(point, 1);
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return negative ? "-0E0" : "0E0";
  exponent += static_cast<int>(point) - static_cast<int>(first) - 1;
  digits.erase(0, first);
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
  return std::string(negative ? "-" : "") + digits[0] + "." + fraction + "E" + std::to_string(exponent);
}

std::optional<std::string> double_text(double value) {
  return trino_double_text(value);
}
std::optional<std::string> real_text(float value) {
  return scientific(float_to_text(value));
}

// A number as a text of a bounded length: whole or not at all.
std::optional<std::string> try_bounded_text(View text, int64_t length) {
  return count_characters(text) <= length ? std::optional(std::string(text)) : std::nullopt;
}
std::optional<std::string> bounded_text(View text, int64_t length) {
  auto bounded = try_bounded_text(text, length);
  if (!bounded)
    raise(base::refusal("INVALID_CAST_ARGUMENT", 400,
                        "INVALID_CAST_ARGUMENT: Value " + std::string(text) +
                            " cannot be represented as varchar(" + std::to_string(length) + ")"));
  return bounded;
}

// A field of OpenCSVSerde that says no value of its column's type fails the query, in Athena's and Java's
// words.
std::optional<std::string> invalid_field(View text, int64_t place, View type) {
  const bool is_fraction = type == "double" || type == "real";
  const std::string why =
      text.empty() && is_fraction ? "empty String" : "For input string: \"" + std::string(text) + "\"";
  raise(base::refusal("BadData", 400,
                      "Error parsing field value '" + std::string(text) + "' for field " +
                          std::to_string(place) + ": " + why));
}

// Which of two comes first, the shorter one filled up with blanks: below, equal to or above 0.
std::optional<int> compare_padded(View a, View b) {
  const std::size_t common = std::min(a.size(), b.size());
  if (const int order = a.substr(0, common).compare(b.substr(0, common)); order != 0) return order;
  const auto other = [](char c) { return c != ' '; };
  const View rest = a.size() > common ? a.substr(common) : b.substr(common);
  const auto first = std::ranges::find_if(rest, other);
  if (first == rest.end()) return 0;
  const bool above = static_cast<unsigned char>(*first) > ' ';
  return above == (a.size() > common) ? 1 : -1;
}

// The pattern of LIKE ... ESCAPE, with the backslash as what escapes.
std::optional<std::string> like_pattern(View pattern, View escape) {
  if (count_characters(escape) != 1 || escape.size() > 3)  // Java has two for one of four bytes
    refuse_argument("Escape string must be a single character");
  std::string result;
  for (std::size_t i = 0; i < pattern.size();) {
    const bool escaped = pattern.substr(i).starts_with(escape);
    if (escaped) i += escape.size();
    const View rest = pattern.substr(i);
    const bool itself = escaped && rest.starts_with(escape);
    if (escaped && !itself && !rest.starts_with('%') && !rest.starts_with('_'))
      refuse_argument("Escape character must be followed by '%', '_' or the escape character itself");
    const std::size_t size = itself ? escape.size() : 1;
    const bool special =
        rest.starts_with('\\') || (escaped && (rest.starts_with('%') || rest.starts_with('_')));
    if (special) result += '\\';
    result += rest.substr(0, size);
    i += size;
  }
  return result;
}

}  // namespace

std::string trino_double_text(double value) {
  return scientific(double_to_text(value));
}

std::vector<TrinoKernel> text_kernels() {
  const Type text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.upper", {text}, text, case_kernel(CaseMapping::TrinoUpper)},
      {"trino.lower", {text}, text, case_kernel(CaseMapping::TrinoLower)},
      {"trino.compare_padded", {text, text}, Type::INTEGER, row_kernel<View, View>(compare_padded)},
      {"trino.replace", {text, text, text}, text, row_kernel<View, View, View>(replace)},
      {"trino.split_part", {text, text, number}, text, row_kernel<View, View, int64_t>(split_part)},
      {"trino.split", {text, text, number}, Type::LIST(text), row_kernel<View, View, int64_t>(split)},
      {"trino.strpos", {text, text, number}, number, row_kernel<View, View, int64_t>(strpos)},
      {"trino.double_text", {Type::DOUBLE}, text, row_kernel<double>(double_text)},
      {"trino.real_text", {Type::FLOAT}, text, row_kernel<float>(real_text)},
      {"trino.bounded_text", {text, number}, text, row_kernel<View, int64_t>(bounded_text)},
      {"trino.try_bounded_text", {text, number}, text, row_kernel<View, int64_t>(try_bounded_text)},
      {"trino.invalid_field", {text, number, text}, text, row_kernel<View, int64_t, View>(invalid_field)},
      {"trino.like_pattern", {text, text}, text, row_kernel<View, View>(like_pattern)},
      {"trino.chr", {number}, text, row_kernel<int64_t>(chr)},
      {"trino.codepoint", {text}, Type::INTEGER, row_kernel<View>(codepoint)},
      {"trino.hamming_distance", {text, text}, number, row_kernel<View, View>(hamming_distance)},
      {"trino.levenshtein_distance", {text, text}, number, row_kernel<View, View>(levenshtein_distance)},
      {"trino.luhn_check", {text}, Type::BOOLEAN, row_kernel<View>(luhn_check)},
      {"trino.ltrim", {text, text}, text, row_kernel<View, View>(trim_left)},
      {"trino.rtrim", {text, text}, text, row_kernel<View, View>(trim_right)},
      {"trino.trim", {text, text}, text, row_kernel<View, View>(trim_both)},
      {"trino.lpad", {text, number, text}, text, row_kernel<View, int64_t, View>(pad<true>)},
      {"trino.rpad", {text, number, text}, text, row_kernel<View, int64_t, View>(pad<false>)},
  };
}

}  // namespace engine
