#include <array>

#include "sql/function_row.h"

// https://trino.io/docs/435/functions/json.html
namespace sql {
namespace {

base::Result<PlanExpression> as_text(std::vector<Typed> arguments, Position) {
  return std::move(arguments[0].plan);
}

constexpr std::array kRows = std::to_array<Function>({
    {"json_extract_scalar(varchar, varchar) -> varchar", "trino.json_extract_scalar", false, nullptr,
     first_type},
    {"json_extract_scalar(json, varchar) -> varchar", "trino.json_extract_scalar"},
    {"json_extract(varchar, varchar) -> json", "trino.json_extract"},
    {"json_extract(json, varchar) -> json", "trino.json_extract"},
    {"json_parse(varchar) -> json", "trino.json_parse"},
    {"json_format(json) -> varchar", "", false, as_text},
    {"json_array_contains(varchar, boolean) -> boolean", "trino.json_array_contains_boolean"},
    {"json_array_contains(json, boolean) -> boolean", "trino.json_array_contains_boolean"},
    {"json_array_contains(varchar, bigint) -> boolean", "trino.json_array_contains_bigint"},
    {"json_array_contains(json, bigint) -> boolean", "trino.json_array_contains_bigint"},
    {"json_array_contains(varchar, double) -> boolean", "trino.json_array_contains_double"},
    {"json_array_contains(json, double) -> boolean", "trino.json_array_contains_double"},
    {"json_array_contains(varchar, varchar) -> boolean", "trino.json_array_contains_varchar"},
    {"json_array_contains(json, varchar) -> boolean", "trino.json_array_contains_varchar"},
    {"json_array_get(varchar, bigint) -> json", "trino.json_array_get"},
    {"json_array_get(json, bigint) -> json", "trino.json_array_get"},
    {"json_size(varchar, varchar) -> bigint", "trino.json_size"},
    {"json_size(json, varchar) -> bigint", "trino.json_size"},
    {"json_array_length(varchar) -> bigint", "trino.json_array_length"},
    {"json_array_length(json) -> bigint", "trino.json_array_length"},
    {"is_json_scalar(varchar) -> boolean", "trino.is_json_scalar"},
    {"is_json_scalar(json) -> boolean", "trino.is_json_scalar"},
});

}  // namespace

std::span<const Function> json_functions() {
  return kRows;
}

}  // namespace sql
