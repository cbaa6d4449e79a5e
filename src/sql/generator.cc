#include "sql/generator.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/spark_errors.h"

namespace sql {
namespace {

using Strings = std::vector<std::string>;

// The columns of a generator over `columns` of them; nothing: it has another number. Without a number it is
// over an array: what an array's structs hold only the engine knows.
std::optional<Strings> names_of(const std::string& function, std::size_t columns) {
  const bool places = function.starts_with("posexplode");
  if (function.starts_with("inline")) {
    Strings names;
    for (std::size_t i = 0; i < columns; ++i) names.push_back(fmt::format("col{}", i + 1));
    return columns > 0 ? std::optional(names) : std::nullopt;
  }
  const std::size_t first = places ? 1 : 0;
  Strings names;
  if (columns == first + 2)
    names = {"key", "value"};
  else if (columns == 0 || columns == first + 1)
    names = {"col"};
  else
    return std::nullopt;
  if (places) names.insert(names.begin(), "pos");
  return names;
}

// stack(n, a, b, ...): n rows of the values in their order, as structs of an array.
base::Result<PlanExpression> stacked(std::vector<PlanExpression> arguments, std::size_t& columns,
                                     Position position) {
  const std::int64_t rows =
      arguments.empty() || !arguments[0].literal().has_integer() ? 0 : arguments[0].literal().integer();
  if (rows <= 0 || arguments.size() < 2)
    return spark_error(position, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                       "The number of rows of stack() must be a positive constant.");
  const std::size_t values = arguments.size() - 1;
  columns = (values + static_cast<std::size_t>(rows) - 1) / static_cast<std::size_t>(rows);
  std::vector<PlanExpression> structs;
  for (std::size_t row = 0; row * columns < values; ++row) {
    std::vector<PlanExpression> fields;
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t place = row * columns + column;
      fields.push_back(plan::literal(fmt::format("col{}", column)));
      fields.push_back(place < values ? std::move(arguments[place + 1]) : plan::null_literal("void"));
    }
    structs.push_back(plan::call("named_struct", std::move(fields)));
  }
  return plan::call("array", std::move(structs));
}

}  // namespace

base::Result<Generator> Generator::make(const Call& call, std::vector<PlanExpression> arguments, bool outer,
                                        const std::vector<Name>& names,
                                        const std::vector<std::string>& known) {
  const Position position = call.function.position;
  std::string function = call.function.text;
  std::size_t columns = names.size();
  Generator generator;
  if (function == "stack") {
    arguments = {TRY(stacked(std::move(arguments), columns, position))};
    for (std::size_t i = 0; i < columns; ++i) generator.names_.push_back(fmt::format("col{}", i));
    function = "inline";
  } else if (function == "json_tuple") {
    for (std::size_t i = 1; i < arguments.size(); ++i) generator.names_.push_back(fmt::format("c{}", i - 1));
  } else {
    std::optional<Strings> own = known.empty() ? names_of(function, columns) : std::optional(known);
    if (!own && names.empty())
      return not_supported_yet(position, function + " without names for its columns");
    if (own) generator.names_ = *std::move(own);
  }
  if (!names.empty() && names.size() != generator.names_.size())
    return spark_error(
        position, "UDTF_ALIAS_NUMBER_MISMATCH",
        fmt::format("The number of aliases supplied in the AS clause does not match the number of "
                    "columns output by the UDTF. Expected {} aliases, but got {}.",
                    generator.names_.size(), names.size()));
  for (std::size_t i = 0; i < names.size(); ++i) generator.names_[i] = names[i].text;
  if (outer && !function.ends_with("_outer")) function += "_outer";
  generator.call_ = plan::call(function, std::move(arguments));
  return generator;
}

plan::Relation Generator::around(plan::Relation input, const std::vector<std::string>& plan_names) && {
  std::vector<PlanExpression> columns;
  columns.push_back(plan::star());
  columns.push_back(plan::aliases(std::move(call_), plan_names));
  return plan::project(std::move(input), std::move(columns));
}

}  // namespace sql
