#include <array>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/color.html
namespace sql {
namespace {

using Arguments = std::vector<Typed>;

constexpr int kLongestEscape = 15;  // what a terminal is told before and behind a text

// From red to green.
base::Result<PlanExpression> plain_bar(Arguments arguments, Position) {
  std::vector<PlanExpression> all = plans(std::move(arguments));
  all.push_back(plan::literal("#ff0000"));
  all.push_back(plan::literal("#00ff00"));
  return plan::call("trino.bar", std::move(all));
}

Type rendered_text(Types arguments) {
  const int length = arguments[0].precision;
  return varchar_type(length == 0 ? 0 : length + kLongestEscape);
}
Type rendered_boolean(Types) {
  return varchar_type(1 + kLongestEscape);
}
Type rendered_bigint(Types) {
  return varchar_type(20 + kLongestEscape);
}
Type rendered_double(Types) {
  return varchar_type(26 + kLongestEscape);
}

constexpr std::array kRows = std::to_array<Function>({
    {"color(varchar) -> color", "trino.color"},
    {"color(double, color, color) -> color", "trino.color_between"},
    {"color(double, double, double, color, color) -> color", "trino.color_at"},
    {"rgb(bigint, bigint, bigint) -> color", "trino.rgb"},
    {"render(boolean) -> varchar", "trino.render_boolean", false, nullptr, rendered_boolean},
    {"render(bigint, color) -> varchar", "trino.render_bigint", false, nullptr, rendered_bigint},
    {"render(double, color) -> varchar", "trino.render_double", false, nullptr, rendered_double},
    {"render(varchar, color) -> varchar", "trino.render", false, nullptr, rendered_text},
    {"bar(double, bigint) -> varchar", "", false, plain_bar},
    {"bar(double, bigint, color, color) -> varchar", "trino.bar"},
});

}  // namespace

std::span<const Function> color_functions() {
  return kRows;
}

}  // namespace sql
