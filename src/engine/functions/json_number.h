#pragma once

#include "base/result.h"
#include "engine/functions/json_item.h"
#include "plan/json_path.h"

// Numbers of SQL/JSON paths, by the rules that Trino's operators have for their types: integers overflow,
// decimals get the digits that https://trino.io/docs/435/functions/decimal.html gives them, beside a double
// everything is one.
namespace engine {

base::Error path_failure(const std::string& message);  // PATH_EVALUATION_ERROR

base::Error wrong_item(std::string_view expected, const JsonItem& item);

// Of what is no number, a failure.
base::Result<JsonItem> compute(char op, const JsonItem& left, const JsonItem& right);
base::Result<JsonItem> unchanged(const JsonItem& number);
base::Result<JsonItem> negated(const JsonItem& number);
base::Result<JsonItem> absolute(const JsonItem& number);
base::Result<JsonItem> ceiling(const JsonItem& number);
base::Result<JsonItem> floored(const JsonItem& number);
base::Result<JsonItem> as_double(const JsonItem& number);           // of a text too
base::Result<std::int64_t> as_array_index(const JsonItem& number);  // rounded; a document's double is cut

// Of two scalars that are not null; nothing: they are of types that have no such comparison.
std::optional<bool> compare(plan::json_path::Comparison op, const JsonItem& left, const JsonItem& right);

JsonItem number_of(const plan::json_path::Number& literal);

}  // namespace engine
