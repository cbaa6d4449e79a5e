#include "engine/functions/java_format.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"

// format(pattern, values...): https://trino.io/docs/435/functions/conversion.html#format
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

template <typename T>
const T& at(const Values& values, idx_t row) {
  return duckdb::UnifiedVectorFormat::GetData<T>(values.unified)[values.unified.sel->get_index(row)];
}

Int128 whole_number(const Values& values, idx_t row) {
  return with_native(values.logical_type,
                     [&](auto zero) { return to_int128(at<decltype(zero)>(values, row)); });
}

FormatArgument argument_at(const Values& values, idx_t row) {
  const Type& type = values.logical_type;
  if (is_null(values, row)) return {.null = true};
  switch (type.id()) {
    case Id::BOOLEAN: {
      const bool truth = at<bool>(values, row);
      return {.kind = FormatArgument::Kind::Boolean, .number = truth, .text = truth ? "true" : "false"};
    }
    case Id::FLOAT:
      return {.kind = FormatArgument::Kind::Float, .text = float_to_text(at<float>(values, row))};
    case Id::DOUBLE:
      return {.kind = FormatArgument::Kind::Double, .text = double_to_text(at<double>(values, row))};
    case Id::DECIMAL:
      return {.kind = FormatArgument::Kind::Decimal,
              .text = decimal_to_text(whole_number(values, row), scale_of(type))};
    case Id::DATE:
      return {.kind = FormatArgument::Kind::Date, .text = days_to_text(at<duckdb::date_t>(values, row).days)};
    case Id::VARCHAR:
      return {.text = std::string(view(at<duckdb::string_t>(values, row)))};
    default: {
      const auto number = static_cast<std::int64_t>(whole_number(values, row));
      return {.kind = FormatArgument::Kind::Long, .number = number, .text = std::to_string(number)};
    }
  }
}

// NULLs are shown: only a pattern that is NULL gives none.
void format(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  std::vector<Values> columns;
  for (auto& column : input.data) columns.push_back(values_of(column, input.size()));
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(columns[0], row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    std::vector<FormatArgument> arguments;
    for (std::size_t i = 1; i < columns.size(); ++i) arguments.push_back(argument_at(columns[i], row));
    detail::put(result, row,
                std::string_view(java_format(view(at<duckdb::string_t>(columns[0], row)), arguments)));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

bool is_shown(const Type& type) {
  return is_integral(type) || is_fractional(type) || is_decimal(type) || is_string(type) ||
         type.id() == Id::BOOLEAN || type.id() == Id::DATE;
}

base::Result<Typed> build(Call& call) {
  std::string name = call_name(call);
  Trees values = trees(TRY(argument_as(call, 0, Type::VARCHAR)));
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    if (is_null_type(call.arguments[i].type)) {
      values.push_back(null_tree(Type::VARCHAR));
      continue;
    }
    if (!is_shown(call.arguments[i].type)) return wrong_type(call, i, "a scalar that is shown");
    values.push_back(std::move(call.arguments[i].tree));
  }
  return Typed{call_tree("dovetail_format", std::move(values)), Type::VARCHAR, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"trino.format", 2, FunctionRow::kAnyNumber, build},
};

}  // namespace

std::span<const FunctionRow> format_functions() {
  return kRows;
}

void register_format_kernel(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_format", {Type::VARCHAR}, Type::VARCHAR, format);
  function.varargs = Type::ANY;
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
