#include <algorithm>

#include "base/text.h"
#include "engine/functions/number_format.h"

// Texts to numbers by a number format, and numbers to texts.
namespace engine {
namespace {

using View = std::string_view;

// As Java has them.
bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

}  // namespace

struct NumberFormat::Reader {
  View rest;
  std::string before = {}, behind = {};  // the digits around the point
  bool behind_point = false, negative = false, opened = false;

  // Digits up to what is none, blanks among them: how many lie between commas, the last ones first.
  std::vector<std::size_t> take_digits() {
    std::vector<std::size_t> counts{0};
    for (; !rest.empty(); rest.remove_prefix(1)) {
      const char c = rest.front();
      if (c == ',') {
        counts.insert(counts.begin(), 0);
      } else if (base::is_digit(c)) {
        ++counts.front();
        (behind_point ? behind : before) += c;
      } else if (!is_blank(c)) {
        break;
      }
    }
    return counts;
  }

  // Each group of digits, from the right, has as many as the format says; on the left they may be missing.
  bool take_groups(const std::vector<Part>& parts) {
    const auto counts = take_digits();
    std::size_t group = 0;
    for (std::size_t i = parts.size(); i-- > 0;) {
      if (parts[i].is_separator) continue;
      const std::size_t count = group < counts.size() ? counts[group] : 0;
      ++group;
      if (count > parts[i].count || (parts[i].exact && count != parts[i].count)) return false;
    }
    return counts.size() <= group;
  }

  bool take(const Token& token) {
    using enum Token::Kind;
    switch (token.kind) {
      case Digits:
        return take_groups(token.parts);
      case Point:
        behind_point = base::take(rest, '.');
        return true;
      case Dollar:
        return rest.empty() || base::take(rest, '$');
      case Sign:
        if (!base::take(rest, '+')) negative ^= base::take(rest, '-');
        return true;
      case Minus:
        negative ^= base::take(rest, '-');
        return true;
      case Open:
        opened = base::take(rest, '<');
        return true;
      case Close:
        negative ^= opened;
        return base::take(rest, '>') == opened;
      case Other:
        break;
    }
    return false;
  }
};

std::optional<std::string> NumberFormat::number_of(View text) const {
  Reader reader{.rest = text};
  for (const Token& token : tokens_)
    if (!reader.take(token)) return std::nullopt;
  if (!reader.rest.empty() || (reader.before.empty() && reader.behind.empty())) return std::nullopt;
  std::string number = reader.negative ? "-" : "";
  number += reader.before.empty() ? "0" : reader.before;
  return reader.behind.empty() ? number : number + "." + reader.behind;
}

struct NumberFormat::Writer {
  std::string before, behind;  // the digits around the point, as many as the format has
  bool negative = false;
  std::string out = {};
  bool behind_point = false;

  // Blanks go before the signs that the text ends with.
  void add_blank() {
    std::size_t place = out.size();
    while (place > 0 && View("<+-").find(out[place - 1]) != View::npos) --place;
    out.insert(place, 1, ' ');
  }
  // Signs go before the blanks that it ends with, a point that nothing follows among them.
  void add_sign(char sign) {
    blank_last_point();
    std::size_t place = out.size();
    while (place > 0 && out[place - 1] == ' ') --place;
    out.insert(place, 1, sign);
  }
  void blank_last_point() {
    if (out.ends_with('.')) out.back() = ' ';
  }

  void add_part(const Part& part) {
    if (part.is_separator) {
      if (!out.empty() && base::is_digit(out.back()))
        out += ',';
      else
        add_blank();
      return;
    }
    std::string& digits = behind_point ? behind : before;
    for (std::size_t i = 0; i < part.count; ++i) {
      if (digits[i] != ' ')
        out += digits[i];
      else if (part.exact)
        out += '0';
      else
        add_blank();
    }
    digits.erase(0, part.count);
  }

  void add(const Token& token) {
    using enum Token::Kind;
    switch (token.kind) {
      case Digits:
        for (const Part& part : token.parts) add_part(part);
        break;
      case Point:
        if (out.ends_with(' ')) out.back() = '0';
        out += '.';
        behind_point = true;
        break;
      case Dollar:
        out += '$';
        break;
      case Sign:
        add_sign(negative ? '-' : '+');
        break;
      case Minus:
        blank_last_point();
        if (negative)
          add_sign('-');
        else
          out += ' ';
        break;
      case Open:
        if (negative) out += '<';
        break;
      case Close:
        blank_last_point();
        if (negative)
          add_sign('>');
        else
          out += "  ";
        break;
      case Other:
        break;
    }
  }
};

std::string NumberFormat::shown(View number) const {
  const bool negative = base::take(number, '-') && number.find_first_of("123456789") != View::npos;
  const std::size_t point = std::min(number.find('.'), number.size());
  View before = number.substr(0, point), behind = number.substr(std::min(point + 1, number.size()));
  while (before.starts_with('0')) before.remove_prefix(1);
  while (behind.ends_with('0')) behind.remove_suffix(1);
  const auto digits_behind = static_cast<std::size_t>(scale());
  const auto digits_before = static_cast<std::size_t>(precision()) - digits_behind;
  Writer writer{.before = std::string(before), .behind = std::string(behind), .negative = negative};
  if (before.size() > digits_before || behind.size() > digits_behind) {
    writer.before.assign(digits_before, '#');
    writer.behind.assign(digits_behind, '#');
  }
  writer.before.insert(0, digits_before - writer.before.size(), ' ');
  writer.behind.append(digits_behind - writer.behind.size(), '0');
  for (const Token& token : tokens_) writer.add(token);
  writer.blank_last_point();
  return writer.out;
}

}  // namespace engine
