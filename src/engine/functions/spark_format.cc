#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/functions/half_even.h"
#include "engine/functions/java_format.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"
#include "engine/functions/uri.h"
#include "engine/storage/raise.h"
#include "plan/spark_error.h"

// https://spark.apache.org/docs/latest/api/sql/: format_number and parse_url.
namespace engine {
namespace {

using View = std::string_view;

// Commas between thousands, of a plain number.
std::string grouped(std::string text) {
  const std::size_t first = text.starts_with('-');
  std::size_t place = std::min(text.find('.'), text.size());
  while (place > first + 3) text.insert(place -= 3, 1, ',');
  return text;
}

// java.text.DecimalFormat shows no more of what Java's double and long hold.
constexpr std::int32_t kMostDigits = 340;

// By java.text.DecimalFormat: the digits that tell the number apart and zeros behind them, or fewer of them.
// A number that lies in the middle goes to the even side.
std::optional<std::string> format_double(double value, std::int32_t digits) {
  if (digits < 0) return std::nullopt;
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-\u221e" : "\u221e";
  digits = std::min(digits, kMostDigits);
  if (auto text = padded_text(double_to_text(value), digits)) return grouped(*std::move(text));
  return grouped(fmt::format("{:.{}f}", value, digits));
}

std::optional<std::string> format_whole(std::int64_t value, std::int32_t digits) {
  if (digits < 0) return std::nullopt;
  digits = std::min(digits, kMostDigits);
  std::string text = grouped(std::to_string(value));
  return digits == 0 ? text : text + "." + std::string(static_cast<std::size_t>(digits), '0');
}

// The number in units of 10^-scale.
template <typename Number>
std::optional<std::string> format_decimal(Number value, std::int32_t scale, std::int32_t digits) {
  if (digits < 0) return std::nullopt;
  constexpr std::int32_t kMostDecimalDigits = 1 << 20;
  if (digits > kMostDecimalDigits)
    refuse_value("UNSUPPORTED_FEATURE", "format_number of a decimal by more than 1048576 digits.");
  const Int128 unscaled = to_int128(value);
  const int kept = std::min(digits, scale);
  const Int128 rounded = divide_half_even(unscaled, power_of_ten(scale - kept));
  std::string text = grouped(decimal_to_text(rounded, kept));
  if (rounded == 0 && unscaled < 0) text.insert(0, 1, '-');
  if (kept == 0 && digits > 0) text += '.';
  return text + std::string(static_cast<std::size_t>(digits - kept), '0');
}

base::Result<Typed> format_number(Call& call) {
  std::string name = call_name(call);
  const Type given = call.arguments[0].type;
  if (is_string(call.arguments[1].type))
    return base::refusal("UNSUPPORTED_FEATURE", 400,
                         "The function format_number by a pattern is not supported.");
  auto digits = TRY(implicit_argument(call, 1, Type::INTEGER));
  if (is_decimal(given)) {
    auto value =
        TRY(implicit_argument(call, 0, Type::DECIMAL(38, static_cast<std::uint8_t>(scale_of(given)))));
    value = call_tree("dovetail_spark_format_decimal", std::move(value),
                      constant_tree(duckdb::Value::INTEGER(scale_of(given))), std::move(digits));
    return Typed{std::move(value), Type::VARCHAR, std::move(name)};
  }
  const bool whole = is_integral(given);
  auto value = TRY(implicit_argument(call, 0, whole ? Type(Type::BIGINT) : Type(Type::DOUBLE)));
  return Typed{kernel_tree(whole ? "inner.format_whole" : "inner.format_double",
                           trees(std::move(value), std::move(digits))),
               Type::VARCHAR, std::move(name)};
}

std::optional<std::string> present(View part) {
  return part.data() == nullptr ? std::nullopt : std::optional(std::string(part));
}

// Java finds no host where the name has other characters, and none in a URL without slashes: mailto:a@b.c
bool is_host(View host) {
  const auto is_allowed = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
  };
  return !host.empty() && (host.starts_with('[') || std::ranges::all_of(host, is_allowed));
}
std::optional<Url> java_url(View text) {
  auto url = parsed_url(text);
  if (!url) return std::nullopt;
  const bool slashes = url->authority.data() != nullptr;
  if (slashes && url->authority.empty() && url->path.empty()) return std::nullopt;
  const bool opaque = !slashes && url->scheme.data() != nullptr && !url->path.starts_with('/');
  if (opaque) url->path = url->query = {};
  if (!is_host(url->host)) url->host = url->user = {};
  return url;
}

std::optional<Url> read_url(View text, bool fails) {
  auto url = java_url(text);
  if (!url && fails)
    raise(plan::spark_error("INVALID_URL",
                            "The url is invalid: <url>. Use `try_parse_url` to tolerate invalid URL and "
                            "return NULL instead.",
                            {{"url", std::string(text)}}));
  return url;
}

template <bool fails>
std::optional<std::string> parse_url(View text, View part) {
  const auto url = read_url(text, fails);
  if (!url) return std::nullopt;
  if (part == "HOST") return present(url->host);
  if (part == "PATH") return present(url->path);
  if (part == "QUERY") return present(url->query);
  if (part == "REF") return present(url->fragment);
  if (part == "PROTOCOL") return present(url->scheme);
  if (part == "AUTHORITY") return url->authority.empty() ? std::nullopt : present(url->authority);
  if (part == "USERINFO") return present(url->user);
  if (part != "FILE" || url->path.data() == nullptr) return std::nullopt;
  std::string file(url->path);
  if (url->query.data() != nullptr) file.append("?").append(url->query);
  return file;
}

// The value of a key of the query, up to the next &.
template <bool fails>
std::optional<std::string> parse_url_key(View text, View part, View key) {
  const auto url = part == "QUERY" ? read_url(text, fails) : std::nullopt;
  if (!url) return std::nullopt;
  for (View rest = url->query; rest.data() != nullptr;) {
    View pair = rest;
    rest = cut_behind(pair, '&');
    const View value = cut_behind(pair, '=');
    if (pair == key && value.data() != nullptr) return std::string(value);
  }
  return std::nullopt;
}

base::Result<Typed> url_part(Call& call) {
  std::string name = call_name(call);
  Trees arguments;
  for (std::size_t i = 0; i < call.arguments.size(); ++i)
    arguments.push_back(TRY(implicit_argument(call, i, Type::VARCHAR)));
  std::string kernel = arguments.size() > 2 ? "inner.parse_url_key" : "inner.parse_url";
  if (call.session.ansi) kernel += "_or_fails";
  return Typed{kernel_tree(kernel, std::move(arguments)), Type::VARCHAR, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"format_number", 2, 2, format_number},
    {"parse_url", 2, 3, url_part},
    {"try_parse_url", 2, 3, url_part},
};

}  // namespace

std::span<const FunctionRow> spark_format_functions() {
  return kRows;
}

std::vector<SparkKernel> spark_format_kernels() {
  const Type text = Type::VARCHAR, whole = Type::INTEGER;
  return {
      {"inner.format_double", {Type::DOUBLE, whole}, text, row_kernel<double, std::int32_t>(format_double)},
      {"inner.format_whole",
       {Type::BIGINT, whole},
       text,
       row_kernel<std::int64_t, std::int32_t>(format_whole)},
      {"inner.parse_url", {text, text}, text, row_kernel<View, View>(parse_url<false>)},
      {"inner.parse_url_or_fails", {text, text}, text, row_kernel<View, View>(parse_url<true>), {}, true},
      {"inner.parse_url_key", {text, text, text}, text, row_kernel<View, View, View>(parse_url_key<false>)},
      {"inner.parse_url_key_or_fails",
       {text, text, text},
       text,
       row_kernel<View, View, View>(parse_url_key<true>),
       {},
       true},
  };
}

void register_spark_format_kernel(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_spark_format_decimal", {Type::ANY, Type::INTEGER, Type::INTEGER},
                                  Type::VARCHAR, nullptr);
  function.SetBindCallback([](duckdb::ClientContext&, duckdb::ScalarFunction& bound,
                              duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
    bound.arguments[0] = arguments[0]->return_type;
    bound.SetFunctionCallback(
        row_kernel<duckdb::hugeint_t, std::int32_t, std::int32_t>(format_decimal<duckdb::hugeint_t>));
    return duckdb::unique_ptr<duckdb::FunctionData>();
  });
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
