#include "engine/functions/java_format.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "engine/functions/case_mapping.h"
#include "engine/functions/characters.h"
#include "engine/functions/trino_kernels.h"

namespace engine {
namespace {

using View = std::string_view;
using Kind = FormatArgument::Kind;

// %[index$][flags][width][.precision]conversion
struct Specifier {
  View text;
  std::size_t index = 0;  // from 1; 0: the next one
  bool again = false;     // %<s: the one before
  std::string flags;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char conversion = 0;

  bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

const char* java_name(Kind kind) {
  switch (kind) {
    case Kind::Boolean:
      return "java.lang.Boolean";
    case Kind::Long:
      return "java.lang.Long";
    case Kind::Float:
      return "java.lang.Float";
    case Kind::Double:
      return "java.lang.Double";
    case Kind::Decimal:
      return "java.math.BigDecimal";
    case Kind::Date:
      return "java.time.LocalDate";
    case Kind::Text:
      break;
  }
  return "java.lang.String";
}

// A number's digits, in which the point stands behind the first `whole` ones: 12.5 is {"125", 2}.
struct Digits {
  std::string digits;
  int whole = 0;
  bool negative = false;
};

// Of a text like -1.25E-7.
Digits digits_of(View text) {
  Digits result{.negative = text.starts_with('-')};
  if (result.negative) text.remove_prefix(1);
  const std::size_t e = text.find('E');
  const View mantissa = text.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  result.digits = std::string(mantissa.substr(0, point));
  if (point < mantissa.size()) result.digits += mantissa.substr(point + 1);
  result.whole = static_cast<int>(point);
  if (e != View::npos) result.whole += std::stoi(std::string(text.substr(e + 1)));
  const std::size_t zeros = std::min(result.digits.find_first_not_of('0'), result.digits.size());
  result.digits.erase(0, zeros);
  result.whole = result.digits.empty() ? 1 : result.whole - static_cast<int>(zeros);
  return result;
}

// Keeps so many digits, the last one rounded half up.
Digits rounded(Digits number, int kept) {
  if (kept >= static_cast<int>(number.digits.size())) return number;
  const bool up = kept >= 0 && number.digits[static_cast<std::size_t>(kept)] >= '5';
  number.digits.resize(static_cast<std::size_t>(std::max(kept, 0)));
  if (!up) return number;
  std::size_t i = number.digits.size();
  while (i > 0 && number.digits[i - 1] == '9') number.digits[--i] = '0';
  if (i > 0) {
    ++number.digits[i - 1];
  } else {
    number.digits.insert(number.digits.begin(), '1');
    ++number.whole;
  }
  return number;
}

// The digit at a power of ten, 0 where there is none.
char digit_at(const Digits& number, int place) {
  const bool there = place >= 0 && place < static_cast<int>(number.digits.size());
  return there ? number.digits[static_cast<std::size_t>(place)] : '0';
}

std::string fixed_text(const Digits& number, int precision) {
  const Digits shown = rounded(number, number.whole + precision);
  std::string text;
  for (int i = 0; i < shown.whole; ++i) text += digit_at(shown, i);
  if (text.empty()) text = "0";
  if (precision > 0) text += '.';
  for (int i = 0; i < precision; ++i) text += digit_at(shown, shown.whole + i);
  return text;
}

std::string scientific_text(const Digits& number, int precision) {
  const Digits shown = rounded(number, precision + 1);
  std::string text(1, digit_at(shown, 0));
  if (precision > 0) text += '.';
  for (int i = 1; i <= precision; ++i) text += digit_at(shown, i);
  const int exponent = shown.digits.empty() ? 0 : shown.whole - 1;
  return text + fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
}

std::string general_text(const Digits& number, int precision) {
  precision = std::max(precision, 1);
  const Digits shown = rounded(number, precision);
  const bool plain = shown.digits.empty() || (shown.whole > -4 && shown.whole <= precision);
  return plain ? fixed_text(shown,
                            precision - std::max(shown.whole, 1) + (shown.whole < 1 ? 1 - shown.whole : 0))
               : scientific_text(number, precision - 1);
}

std::string grouped(const std::string& number) {
  const std::size_t whole = std::min(number.find('.'), number.size());
  std::string text;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) text += ',';
    text += number[i];
  }
  return text;
}

// Java counts a character beyond the first 65,536, four bytes here, as two.
std::size_t java_length(View text) {
  const auto is_pair = [](char byte) { return static_cast<unsigned char>(byte) >= 0xF0; };
  return static_cast<std::size_t>(count_characters(text) + std::ranges::count_if(text, is_pair));
}

std::string padded(const std::string& text, const Specifier& by) {
  const std::size_t length = java_length(text);
  if (length >= by.width) return text;
  const std::string blanks(by.width - length, ' ');
  return by.has('-') ? text + blanks : blanks + text;
}

// With its sign and zeros before it.
std::string signed_text(std::string digits, bool negative, const Specifier& by) {
  std::string before = negative ? (by.has('(') ? "(" : "-") : by.has('+') ? "+" : by.has(' ') ? " " : "";
  const std::string behind = negative && by.has('(') ? ")" : "";
  if (by.has(',')) digits = grouped(digits);
  const std::size_t size = before.size() + digits.size() + behind.size();
  if (by.has('0') && size < by.width) before.append(by.width - size, '0');
  return padded(before + digits + behind, by);
}

class Formatter {
 public:
  Formatter(View pattern, std::span<const FormatArgument> arguments)
      : pattern_(pattern), arguments_(arguments) {}

  std::string format() {
    std::string result;
    View rest = pattern_;
    for (std::size_t at = rest.find('%'); at != View::npos; at = rest.find('%')) {
      result += rest.substr(0, at);
      rest.remove_prefix(at);
      result += formatted(take_specifier(rest));
      constexpr std::size_t kMostBytes = std::size_t{16} << 20;
      if (result.size() > kMostBytes) not_supported("a text of more than 16 MiB made by format");
    }
    return result += rest;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    refuse_argument(fmt::format("Invalid format string: {} ({})", pattern_, why));
  }
  [[noreturn]] static void not_supported(const std::string& what) {
    raise(base::refusal("NOT_SUPPORTED", 400, "NOT_SUPPORTED: " + what + " is not supported yet"));
  }

  static std::optional<std::size_t> take_number(View& rest) {
    const std::size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
    constexpr std::size_t kMostDigits = 9;
    if (count == 0 || count > kMostDigits) return std::nullopt;
    const std::size_t number = std::stoul(std::string(rest.substr(0, count)));
    rest.remove_prefix(count);
    return number;
  }

  Specifier take_specifier(View& rest) const {
    const View whole = rest;
    Specifier found;
    rest.remove_prefix(1);
    View after_index = rest;
    const auto index = take_number(after_index);
    if (index && after_index.starts_with('$')) {
      found.index = *index;
      rest = after_index.substr(1);
    } else if (rest.starts_with('<')) {
      found.again = true;
      rest.remove_prefix(1);
    }
    while (!rest.empty() && View("-#+ 0,(").find(rest[0]) != View::npos) {
      found.flags += rest[0];
      rest.remove_prefix(1);
    }
    found.width = take_number(rest).value_or(0);
    if (rest.starts_with('.')) {
      rest.remove_prefix(1);
      found.precision = take_number(rest);
    }
    if (rest.empty()) fail("UnknownFormatConversion: Conversion = '%'");
    found.conversion = rest[0];
    rest.remove_prefix(1);
    found.text = whole.substr(0, whole.size() - rest.size());
    return found;
  }

  const FormatArgument& argument(const Specifier& by) {
    const std::size_t place = by.again ? last_ : by.index > 0 ? by.index : ++next_;
    if (place == 0 || place > arguments_.size())
      fail(fmt::format("MissingFormatArgument: Format specifier '{}'", by.text));
    last_ = place;
    return arguments_[place - 1];
  }

  std::string formatted(const Specifier& by) {
    switch (by.conversion) {
      case '%':
        return padded("%", by);
      case 'n':
        return "\n";
      case 's':
      case 'S':
      case 'b':
      case 'B':
        return text(by, argument(by));
      case 'd':
      case 'o':
      case 'x':
      case 'X':
        return integer(by, argument(by));
      case 'f':
      case 'e':
      case 'E':
      case 'g':
      case 'G':
        return fraction(by, argument(by));
      case 'c':
      case 'C':
        if (argument(by).null) return padded("null", by);
        illegal(by, arguments_[last_ - 1]);
      case 'a':
      case 'A':
      case 'h':
      case 'H':
      case 't':
      case 'T':
        not_supported(fmt::format("the conversion {}", by.text));
      default:
        fail(fmt::format("UnknownFormatConversion: Conversion = '{}'", by.conversion));
    }
  }

  [[noreturn]] void illegal(const Specifier& by, const FormatArgument& value) const {
    fail(fmt::format("IllegalFormatConversion: {} != {}", by.conversion, java_name(value.kind)));
  }

  std::string text(const Specifier& by, const FormatArgument& value) const {
    const bool truth = by.conversion == 'b' || by.conversion == 'B';
    std::string shown = value.null ? "null" : value.text;
    if (truth) shown = value.null || (value.kind == Kind::Boolean && value.number == 0) ? "false" : "true";
    if (by.precision) {
      View rest = shown;
      for (std::size_t i = 0; i < *by.precision && !rest.empty(); ++i) take_character(rest);
      shown.resize(shown.size() - rest.size());
    }
    if (std::isupper(static_cast<unsigned char>(by.conversion))) shown = upper_case(shown);
    return padded(shown, by);
  }

  std::string integer(const Specifier& by, const FormatArgument& value) const {
    if (value.null) return text(by, value);
    if (value.kind != Kind::Long) illegal(by, value);
    if (by.conversion == 'd') {
      const auto size = value.number < 0 ? 0 - static_cast<std::uint64_t>(value.number)
                                         : static_cast<std::uint64_t>(value.number);
      return signed_text(std::to_string(size), value.number < 0, by);
    }
    const auto bits = static_cast<std::uint64_t>(value.number);
    const std::string digits = by.conversion == 'o'   ? fmt::format("{:o}", bits)
                               : by.conversion == 'x' ? fmt::format("{:x}", bits)
                                                      : fmt::format("{:X}", bits);
    return signed_text(digits, false, by);
  }

  std::string fraction(const Specifier& by, const FormatArgument& value) const {
    if (value.null) return text(by, value);
    const bool floating = value.kind == Kind::Float || value.kind == Kind::Double;
    if (!floating && value.kind != Kind::Decimal) illegal(by, value);
    if (value.text.find_first_of("nN") != std::string::npos)  // NaN, Infinity
      return padded(by.has('+') && value.text == "Infinity" ? "+Infinity" : value.text, by);
    const Digits number = digits_of(value.text);
    constexpr std::size_t kMostDigits = 1'000;
    const auto precision = static_cast<int>(std::min(by.precision.value_or(6), kMostDigits));
    std::string digits = by.conversion == 'f' ? fixed_text(number, precision)
                         : std::tolower(static_cast<unsigned char>(by.conversion)) == 'e'
                             ? scientific_text(number, precision)
                             : general_text(number, precision);
    if (by.conversion == 'E' || by.conversion == 'G')
      for (char& c : digits) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return signed_text(std::move(digits), number.negative, by);
  }

  const View pattern_;
  const std::span<const FormatArgument> arguments_;
  std::size_t next_ = 0;  // of the arguments without an index, the last one taken
  std::size_t last_ = 0;
};

}  // namespace

std::optional<std::string> padded_text(View number, std::int32_t digits) {
  const Digits all = digits_of(number);
  if (static_cast<std::int32_t>(all.digits.size()) > all.whole + digits) return std::nullopt;
  return (all.negative ? "-" : "") + fixed_text(all, digits);
}

std::string java_format(View pattern, std::span<const FormatArgument> arguments) {
  return Formatter(pattern, arguments).format();
}

}  // namespace engine
