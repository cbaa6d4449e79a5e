#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/arithmetic_kernels.h"
#include "engine/functions/call_errors.h"
#include "engine/functions/number_format.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"
#include "plan/spark_error.h"

// https://spark.apache.org/docs/latest/api/sql/: to_char, to_number and to_binary, which look at a format
// that is a constant.
namespace engine {
namespace {

using View = std::string_view;
using Id = duckdb::LogicalTypeId;

constexpr View kFormatName = "attributereference";  // Spark's, for whatever is no constant

// Formats are constants: the last one is kept.
const NumberFormat& compiled(View text) {
  thread_local std::optional<NumberFormat> kept;
  if (!kept || kept->text() != text) kept = *NumberFormat::read(text);
  return *kept;
}

std::optional<std::string> shown_number(View number, View format) {
  return compiled(format).shown(number);
}

// A text without a point may be a number that a format without digits before the point has no room for.
std::string fitting(std::string number, const NumberFormat& format) {
  View digits = number;
  base::take(digits, '-');
  digits = digits.substr(0, digits.find('.'));
  while (digits.starts_with('0')) digits.remove_prefix(1);
  if (static_cast<int>(digits.size()) > format.precision() - format.scale())
    raise_decimal_overflow("0", format.precision(), format.scale());
  return number;
}

std::optional<std::string> try_read_number(View text, View format) {
  auto number = compiled(format).number_of(text);
  return number ? std::optional(fitting(*std::move(number), compiled(format))) : std::nullopt;
}
std::optional<std::string> read_number(View text, View format) {
  auto number = try_read_number(text, format);
  if (!number)
    raise(plan::spark_error(
        "INVALID_FORMAT.MISMATCH_INPUT",
        "The format is invalid: <format>. The input <inputType> <input> does not match the format.",
        {{"inputType", "\"STRING\""}, {"input", std::string(text)}, {"format", std::string(format)}}));
  return number;
}

// The format that the second argument is; none: it is NULL.
base::Result<std::optional<NumberFormat>> format_of(const Call& call) {
  const Typed& given = call.arguments[1];
  if (is_null_type(given.type)) return std::optional<NumberFormat>();
  const auto text = constant_text(given);
  const auto number = constant_integer(given);
  if (!text && !number) return not_foldable(call, 1, kFormatName, "\"STRING\"");
  return std::optional(TRY(NumberFormat::read(text ? *text : std::to_string(*number))));
}

base::Result<Typed> number_text(Call& call) {
  std::string name = call_name(call);
  const Type from = call.arguments[0].type;
  if (!is_numeric(from) && !is_string(from) && !is_null_type(from)) return wrong_type(call, 0, "DECIMAL");
  const auto format = TRY(format_of(call));
  if (!format || is_null_type(from)) return Typed{null_tree(Type::VARCHAR), Type::VARCHAR, std::move(name)};
  const Type type = is_decimal(from)         ? from
                    : is_integral(from)      ? decimal_for(from)
                    : is_string(from)        ? Type::DECIMAL(38, 18)
                    : from.id() == Id::FLOAT ? Type::DECIMAL(14, 7)
                                             : Type::DECIMAL(30, 15);
  auto number = cast_tree(TRY(argument_as(call, 0, type)), Type::VARCHAR);
  return Typed{kernel_tree("inner.shown_number",
                           trees(std::move(number), constant_tree(duckdb::Value(format->text())))),
               Type::VARCHAR, std::move(name)};
}

// to_char of what is no number is another function, and has its name.
base::Result<Typed> to_char(Call& call) {
  if (base::iequals(call.name, "to_varchar")) call.name = "to_char";
  const Type& type = call.arguments[0].type;
  if (is_datetime(type)) {
    call.name = "date_format";
    return call_function(std::move(call));
  }
  if (type.id() != Id::BLOB) return number_text(call);
  const auto format = constant_text(call.arguments[1]);
  if (!format)
    return plan::spark_error(
        "NON_FOLDABLE_ARGUMENT",
        "The function <funcName> requires the parameter <paramName> to be a foldable expression of the type "
        "<paramType>, but the actual argument is a non-foldable.",
        {{"funcName", "`to_char`"},
         {"paramName", "`format`"},
         {"paramType", fmt::format("\"{}\"", sql_name(call.arguments[1].type))}});
  const std::string kind = base::to_lower(*format);
  if (kind != "base64" && kind != "hex" && kind != "utf-8")
    return plan::spark_error(
        "INVALID_PARAMETER_VALUE.BINARY_FORMAT",
        "The value of parameter(s) <parameter> in <functionName> is invalid: expects one "
        "of binary formats 'base64', 'hex', 'utf-8', but got <invalidFormat>.",
        {{"parameter", "`format`"},
         {"functionName", "`to_char`"},
         {"invalidFormat", fmt::format("'{}'", *format)}});
  call.name = kind == "utf-8" ? "decode" : View(kind);
  if (kind != "utf-8") call.arguments.pop_back();
  return call_function(std::move(call));
}

base::Result<Typed> number_of(Call& call, std::string_view kernel) {
  std::string name = call_name(call);
  const auto format = TRY(format_of(call));
  auto text = TRY(implicit_argument(call, 0, Type::VARCHAR));
  if (!format) return Typed{null_tree(Type::DECIMAL(10, 0)), Type::DECIMAL(10, 0), std::move(name)};
  constexpr int kMostDigits = 38;
  if (format->precision() > kMostDigits)
    return plan::spark_error(
        "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
        "Decimal precision <precision> exceeds max precision <maxPrecision>.",
        {{"precision", std::to_string(format->precision())}, {"maxPrecision", std::to_string(kMostDigits)}});
  const Type type = Type::DECIMAL(static_cast<std::uint8_t>(format->precision()),
                                  static_cast<std::uint8_t>(format->scale()));
  auto number = kernel_tree(kernel, trees(std::move(text), constant_tree(duckdb::Value(format->text()))));
  return Typed{cast_tree(std::move(number), type), type, std::move(name)};
}
base::Result<Typed> to_number(Call& call) {
  return number_of(call, "inner.read_number");
}
base::Result<Typed> try_to_number(Call& call) {
  return number_of(call, "inner.try_read_number");
}

base::Error no_binary_format(const Call& call, std::string format) {
  return plan::spark_error(
      "DATATYPE_MISMATCH.INVALID_ARG_VALUE",
      "Cannot resolve <sqlExpr> due to data type mismatch: The <inputName> value must to be a <requireType> "
      "literal of <validValues>, but got <inputValue>.",
      {{"sqlExpr", fmt::format("\"{}\"", call_name(call))},
       {"inputName", "fmt"},
       {"requireType", "case-insensitive \"STRING\""},
       {"validValues", "'hex', 'utf-8', 'utf8', or 'base64'"},
       {"inputValue", fmt::format("'{}'", format)}});
}

// to_binary(text [, format]); try_to_binary is that, to its errors.
base::Result<Typed> to_binary(Call& call) {
  std::string name = call_name(call);
  const bool tries = base::iequals(call.name, "try_to_binary");
  call.name = "to_binary";
  auto text = TRY(implicit_argument(call, 0, Type::VARCHAR));
  std::string format = "hex";
  if (call.arguments.size() > 1) {
    const Typed& given = call.arguments[1];
    if (is_null_type(given.type)) return Typed{null_tree(Type::BLOB), Type::BLOB, std::move(name)};
    const auto literal = constant_text(given);
    const auto number = constant_integer(given);
    if (!literal && !number) return not_foldable(call, 1, "fmt", "\"STRING\"");
    format = base::to_lower(literal ? *literal : std::to_string(*number));
  }
  const bool known = format == "hex" || format == "utf-8" || format == "utf8" || format == "base64";
  if (!known && tries) return Typed{null_tree(Type::BLOB), Type::BLOB, std::move(name)};
  if (!known) return no_binary_format(call, std::move(format));
  return Typed{kernel_tree(tries ? "inner.try_to_binary" : "inner.to_binary",
                           trees(std::move(text), constant_tree(duckdb::Value(std::move(format))))),
               Type::BLOB, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"to_char", 2, 2, to_char},     {"to_varchar", 2, 2, to_char},
    {"to_number", 2, 2, to_number}, {"try_to_number", 2, 2, try_to_number},
    {"to_binary", 1, 2, to_binary}, {"try_to_binary", 1, 2, to_binary},
};

}  // namespace

std::span<const FunctionRow> spark_number_format_functions() {
  return kRows;
}

std::vector<SparkKernel> spark_number_format_kernels() {
  const Type text = Type::VARCHAR;
  return {
      {"inner.shown_number", {text, text}, text, row_kernel<View, View>(shown_number)},
      {"inner.read_number", {text, text}, text, row_kernel<View, View>(read_number), {}, true},
      {"inner.try_read_number", {text, text}, text, row_kernel<View, View>(try_read_number), {}, true},
  };
}

}  // namespace engine
