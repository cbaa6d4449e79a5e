#include "engine/functions/trino_color.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace engine {
namespace {

using View = std::string_view;

struct Rgb {
  int red = 0, green = 0, blue = 0;
};
struct Hsb {
  float hue = 0, saturation = 0, brightness = 0;
};

constexpr std::array<View, 8> kSystemColors = {"black", "red",     "green", "yellow",
                                               "blue",  "magenta", "cyan",  "white"};
constexpr View kHexDigits = "0123456789abcdef";
constexpr const char* kReset = "\x1b[0m";

std::string text_of(const Rgb& color) {
  return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

// Nothing: it is one of the terminal's colors.
std::optional<Rgb> rgb_of(View color) {
  if (!color.starts_with('#')) return std::nullopt;
  const auto part = [&](std::size_t at) {
    return static_cast<int>(kHexDigits.find(color[at]) * 16 + kHexDigits.find(color[at + 1]));
  };
  return Rgb{.red = part(1), .green = part(3), .blue = part(5)};
}

// #rgb, or the name of one of the terminal's colors.
std::optional<std::string> color_of_text(View text) {
  const std::string lower = base::to_lower(text);
  const bool digits = lower.find_first_not_of(kHexDigits, 1) == std::string::npos;
  if (lower.size() == 4 && lower[0] == '#' && digits)
    return std::string{'#', lower[1], lower[1], lower[2], lower[2], lower[3], lower[3]};
  if (std::ranges::find(kSystemColors, lower) == kSystemColors.end())
    refuse_argument(fmt::format("Invalid color: '{}'", text));
  return lower;
}

int checked_part(const char* name, std::int64_t value) {
  if (value < 0 || value > 255) refuse_argument(fmt::format("{} must be between 0 and 255", name));
  return static_cast<int>(value);
}

std::optional<std::string> color_of_parts(std::int64_t red, std::int64_t green, std::int64_t blue) {
  return text_of({.red = checked_part("red", red),
                  .green = checked_part("green", green),
                  .blue = checked_part("blue", blue)});
}

// https://en.wikipedia.org/wiki/HSL_and_HSV, in single precision, as Java's AWT computes it.
Hsb hsb_of(const Rgb& color) {
  const int most = std::max({color.red, color.green, color.blue});
  const int least = std::min({color.red, color.green, color.blue});
  const auto range = static_cast<float>(most - least);
  Hsb result{.brightness = static_cast<float>(most) / 255.0f};
  if (most == least) return result;
  result.saturation = range / static_cast<float>(most);
  const auto below = [&](int part) { return static_cast<float>(most - part) / range; };
  if (color.red == most)
    result.hue = below(color.blue) - below(color.green);
  else if (color.green == most)
    result.hue = 2.0f + below(color.red) - below(color.blue);
  else
    result.hue = 4.0f + below(color.green) - below(color.red);
  result.hue /= 6.0f;
  if (result.hue < 0) result.hue += 1.0f;
  return result;
}

Rgb rgb_of(const Hsb& color) {
  if (std::isnan(color.brightness)) return {};
  const auto part = [](float value) { return static_cast<int>(value * 255.0f + 0.5f); };
  const int v = part(color.brightness);
  if (color.saturation == 0) return {.red = v, .green = v, .blue = v};
  const float turn = (color.hue - std::floor(color.hue)) * 6.0f;
  const float rest = turn - std::floor(turn);
  const int p = part(color.brightness * (1.0f - color.saturation));
  const int q = part(color.brightness * (1.0f - color.saturation * rest));
  const int t = part(color.brightness * (1.0f - (color.saturation * (1.0f - rest))));
  const std::array<Rgb, 6> sixths = {Rgb{v, t, p}, Rgb{q, v, p}, Rgb{p, v, t},
                                     Rgb{p, q, v}, Rgb{t, p, v}, Rgb{v, p, q}};
  return sixths[static_cast<std::size_t>(turn) % sixths.size()];
}

Rgb between(float fraction, const Rgb& low, const Rgb& high) {
  const Hsb from = hsb_of(low), to = hsb_of(high);
  const auto part = [&](float a, float b) { return fraction * (b - a) + a; };
  return rgb_of(Hsb{.hue = part(from.hue, to.hue),
                    .saturation = part(from.saturation, to.saturation),
                    .brightness = part(from.brightness, to.brightness)});
}

Rgb checked_rgb(View color, const std::string& message) {
  const std::optional<Rgb> rgb = rgb_of(color);
  if (!rgb) refuse_argument(message);
  return *rgb;
}

std::optional<std::string> color_between(double fraction, View low, View high) {
  const Rgb from = checked_rgb(low, "lowColor not a valid RGB color");
  const Rgb to = checked_rgb(high, "highColor not a valid RGB color");
  const double part = std::isnan(fraction) ? fraction : std::clamp(fraction, 0.0, 1.0);
  return text_of(between(static_cast<float>(part), from, to));
}

std::optional<std::string> color_at(double value, double low, double high, View low_color, View high_color) {
  return color_between((value - low) / (high - low), low_color, high_color);
}

// What makes a terminal write in one of its 256 colors.
std::string escape(int index) {
  return fmt::format("\x1b[38;5;{}m", index);
}
std::string escape(const Rgb& color) {
  const auto sixth = [](int part) { return part * 6 / 256; };
  return escape(16 + sixth(color.red) * 36 + sixth(color.green) * 6 + sixth(color.blue));
}
std::string escape(View color) {
  const std::optional<Rgb> rgb = rgb_of(color);
  if (rgb) return escape(*rgb);
  return escape(static_cast<int>(std::ranges::find(kSystemColors, color) - kSystemColors.begin()));
}

std::optional<std::string> render_text(View text, View color) {
  return escape(color) + std::string(text) + kReset;
}
std::optional<std::string> render_bigint(std::int64_t value, View color) {
  return render_text(std::to_string(value), color);
}
std::optional<std::string> render_double(double value, View color) {
  return render_text(double_to_text(value), color);
}
std::optional<std::string> render_boolean(bool value) {
  return value ? render_text("✓", "green") : render_text("✗", "red");
}

// Trino has no bound, and its memory ends it; of ours, 2,048 of them may be made at once.
constexpr std::int64_t kWidest = 10'000;

std::optional<std::string> bar(double part, std::int64_t width, View low, View high) {
  if (width > kWidest)
    raise(base::refusal("NOT_SUPPORTED", 400,
                        fmt::format("NOT_SUPPORTED: a bar of more than {} characters", kWidest)));
  const double wanted = part * static_cast<double>(width);
  const double most = static_cast<double>(std::max<std::int64_t>(width, 0));
  const auto count = static_cast<std::int64_t>(std::isnan(wanted) ? 0 : std::clamp(wanted, 0.0, most));
  std::string text;
  for (std::int64_t i = 0; i < count; ++i) {
    constexpr const char* kNoRgb = "color is not a valid rgb value";
    const double along = static_cast<double>(i) / static_cast<double>(width - 1);
    text += escape(between(static_cast<float>(along), checked_rgb(low, kNoRgb), checked_rgb(high, kNoRgb)));
    text += "█";
  }
  text += kReset;
  text.append(static_cast<std::size_t>(std::max<std::int64_t>(width - count, 0)), ' ');
  return text;
}

}  // namespace

std::vector<TrinoKernel> color_kernels() {
  const Type color = Type::VARCHAR, text = Type::VARCHAR, number = Type::BIGINT;
  return {
      {"trino.color", {text}, color, row_kernel<View>(color_of_text)},
      {"trino.rgb",
       {number, number, number},
       color,
       row_kernel<std::int64_t, std::int64_t, std::int64_t>(color_of_parts)},
      {"trino.color_between",
       {Type::DOUBLE, color, color},
       color,
       row_kernel<double, View, View>(color_between)},
      {"trino.color_at",
       {Type::DOUBLE, Type::DOUBLE, Type::DOUBLE, color, color},
       color,
       row_kernel<double, double, double, View, View>(color_at)},
      {"trino.render", {text, color}, text, row_kernel<View, View>(render_text)},
      {"trino.render_bigint", {number, color}, text, row_kernel<std::int64_t, View>(render_bigint)},
      {"trino.render_double", {Type::DOUBLE, color}, text, row_kernel<double, View>(render_double)},
      {"trino.render_boolean", {Type::BOOLEAN}, text, row_kernel<bool>(render_boolean)},
      {"trino.bar",
       {Type::DOUBLE, number, color, color},
       text,
       row_kernel<double, std::int64_t, View, View>(bar)},
  };
}

}  // namespace engine
