#include "wire/constraints.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/regex.hpp>
#include <mutex>
#include <unordered_map>

#include "base/log.h"
#include "base/text.h"
#include "wire/scalars.h"

namespace wire {
namespace {

constexpr std::size_t kShownLength = 1024;
constexpr std::size_t kShownElements = 20;

// Code points, which is what AWS's patterns and lengths are about. The text is valid UTF-8: decoders see to
// it.
std::wstring code_points(std::string_view text) {
  std::wstring points;
  points.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (int k = 1; k < length && i + k < text.size(); ++k)
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    points.push_back(static_cast<wchar_t>(point));
    i += length;
  }
  return points;
}

// Expressions come from the tables, so that there is a fixed number of them; each is compiled once. The map
// is the one thing that outlives a call here: it changes nothing that a caller can see.
const boost::wregex& compiled(std::string_view expression) {
  static std::mutex mutex;
  static std::unordered_map<const char*, boost::wregex> cache;
  std::lock_guard lock(mutex);
  auto found = cache.find(expression.data());
  if (found == cache.end()) {
    const std::wstring wide = code_points(expression);
    found = cache.emplace(expression.data(), boost::wregex(wide, boost::regex::perl)).first;
  }
  return found->second;
}

bool matches(std::string_view text, std::string_view expression) {
  if (expression.empty()) return true;
  try {
    return boost::regex_match(code_points(text), compiled(expression));
  } catch (const std::exception& error) {
    // Boost gives up on a match that would take too long; AWS's own limits on length come first in practice.
    spdlog::warn("matching {} characters against {}: {}", text.size(), expression, error.what());
    return false;
  }
}

std::int64_t length_in_code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

std::string at_most(const Constraints& limits, std::string_view what) {
  return fmt::format("Member must have {} less than or equal to {}", what, *limits.max);
}
std::string at_least(const Constraints& limits, std::string_view what) {
  return fmt::format("Member must have {} greater than or equal to {}", what, *limits.min);
}

std::string value_set(const Constraints& limits) {
  return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(limits.values, ", "));
}
std::string pattern_text(const Constraints& limits) {
  return fmt::format("Member must satisfy regular expression pattern: {}", limits.pattern);
}

bool is_number(Kind kind) {
  return kind == Kind::Integer || kind == Kind::Long || kind == Kind::Float || kind == Kind::Double;
}

void check_range(const Constraints& limits, double size, std::string_view what,
                 std::vector<std::string>& broken) {
  if (limits.max && size > static_cast<double>(*limits.max)) broken.push_back(at_most(limits, what));
  if (limits.min && size < static_cast<double>(*limits.min)) broken.push_back(at_least(limits, what));
}

void check_text(const Constraints& limits, const std::string& text, std::vector<std::string>& broken) {
  check_range(limits, static_cast<double>(length_in_code_points(text)), "length", broken);
  if (!matches(text, limits.expression)) broken.push_back(pattern_text(limits));
  if (!limits.values.empty() && std::ranges::find(limits.values, text) == limits.values.end())
    broken.push_back(value_set(limits));
}

std::size_t size_of_map(const Shape& shape, const void* value) {
  std::size_t size = 0;
  shape.map->for_each(value, [&](const std::string&, const void*) { ++size; });
  return size;
}

double number_of(const Shape& shape, const void* value) {
  switch (shape.kind) {
    case Kind::Integer:
      return *static_cast<const std::int32_t*>(value);
    case Kind::Long:
      return static_cast<double>(*static_cast<const std::int64_t*>(value));
    case Kind::Float:
      return *static_cast<const float*>(value);
    default:
      return *static_cast<const double*>(value);
  }
}

std::string braced(std::vector<std::string> parts, char open, char close) {
  return fmt::format("{}{}{}", open, fmt::join(parts, ", "), close);
}

}  // namespace

std::vector<std::string> broken_constraints(const Shape& shape, const void* value) {
  std::vector<std::string> broken;
  if (!shape.constraints) return broken;
  const Constraints& limits = *shape.constraints;
  if (shape.kind == Kind::String || shape.kind == Kind::Blob) {
    check_text(limits, *static_cast<const std::string*>(value), broken);
  } else if (shape.kind == Kind::List) {
    check_range(limits, static_cast<double>(shape.list->size(value)), "length", broken);
  } else if (shape.kind == Kind::Map) {
    check_range(limits, static_cast<double>(size_of_map(shape, value)), "length", broken);
  } else if (is_number(shape.kind)) {
    check_range(limits, number_of(shape, value), "value", broken);
  }
  return broken;
}

std::vector<std::string> all_constraints(const Shape& shape) {
  std::vector<std::string> all;
  if (!shape.constraints) return all;
  const Constraints& limits = *shape.constraints;
  const std::string_view what = is_number(shape.kind) ? "value" : "length";
  if (limits.max) all.push_back(at_most(limits, what));
  if (limits.min) all.push_back(at_least(limits, what));
  if (!limits.pattern.empty()) all.push_back(pattern_text(limits));
  if (!limits.values.empty()) all.push_back(value_set(limits));
  return all;
}

std::string shown(const Shape& shape, const void* value) {
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    if (parts.size() < kShownElements) parts.push_back(std::move(part));
  };
  switch (shape.kind) {
    case Kind::List:
      for (std::size_t i = 0; i < shape.list->size(value); ++i)
        add(shown(*shape.element, shape.list->at(value, i)));
      return braced(std::move(parts), '[', ']');
    case Kind::Map:
      shape.map->for_each(value, [&](const std::string& key, const void* entry) {
        add(key + "=" + shown(*shape.element, entry));
      });
      return braced(std::move(parts), '{', '}');
    case Kind::Structure:
      return std::string(shape.name);
    default:
      break;
  }
  std::string text = scalar_to_text(shape, value, TimeFormat::Iso8601);
  if (text.size() > kShownLength) text.replace(kShownLength, std::string::npos, "...");
  return text;
}

}  // namespace wire
