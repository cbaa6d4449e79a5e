#include "wire/scalars.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "base/assert.h"
#include "base/clock.h"
#include "base/text.h"
#include "wire/store_scalar.h"
#include "wire/timestamps.h"

namespace wire {
namespace {

std::string time_to_text(base::Timestamp time, TimeFormat format) {
  switch (format) {
    case TimeFormat::HttpDate:
      return to_http_date(time);
    case TimeFormat::EpochSeconds:
      return to_epoch_seconds(time);
    default:
      return to_iso8601(time);
  }
}

std::optional<double> parse_double(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Clients send whichever form their SDK prefers; the three cannot be taken for one another.
std::optional<base::Timestamp> parse_time(std::string_view text) {
  if (const auto time = parse_iso8601(text)) return time;
  if (const auto time = parse_http_date(text)) return time;
  if (const auto seconds = parse_double(text)) return from_epoch_seconds(*seconds);
  return std::nullopt;
}

bool store_bool(void* into, std::string_view text) {
  if (text != "true" && text != "false") return false;
  *static_cast<bool*>(into) = text == "true";
  return true;
}

}  // namespace

std::string double_to_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string scalar_to_text(const Shape& shape, const void* value, TimeFormat format) {
  switch (shape.kind) {
    case Kind::String:
      return *static_cast<const std::string*>(value);
    case Kind::Blob:
      return base::to_base64(*static_cast<const std::string*>(value));
    case Kind::Boolean:
      return *static_cast<const bool*>(value) ? "true" : "false";
    case Kind::Integer:
      return fmt::format("{}", *static_cast<const std::int32_t*>(value));
    case Kind::Long:
      return fmt::format("{}", *static_cast<const std::int64_t*>(value));
    case Kind::Float:
      return double_to_text(*static_cast<const float*>(value));
    case Kind::Double:
      return double_to_text(*static_cast<const double*>(value));
    case Kind::Timestamp:
      return time_to_text(*static_cast<const base::Timestamp*>(value), format);
    default:
      break;
  }
  UNREACHABLE("only single values are written as text");
}

bool scalar_from_text(const Shape& shape, std::string_view text, void* into) {
  switch (shape.kind) {
    case Kind::String:
      *static_cast<std::string*>(into) = text;
      return true;
    case Kind::Blob:
      return store<std::string>(into, base::from_base64(text));
    case Kind::Boolean:
      return store_bool(into, text);
    case Kind::Integer:
      return store_int32(into, base::parse_int(text));
    case Kind::Long:
      return store<std::int64_t>(into, base::parse_int(text));
    case Kind::Float:
      return store<float>(into, parse_double(text));
    case Kind::Double:
      return store<double>(into, parse_double(text));
    case Kind::Timestamp:
      return store<base::Timestamp>(into, parse_time(text));
    default:
      break;
  }
  UNREACHABLE("only single values are read from text");
}

}  // namespace wire
