#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "sql/dialect.h"
#include "sql/token.h"

namespace sql {

// The values that a statement's `?` stand for, in their order: each the text of one constant expression ('a',
// 10, DATE '2024-01-31').
using Parameters = std::span<const std::string>;

// The statement's tokens with every `?` replaced by its value, which keeps the place of the `?` and stays one
// expression whatever stands around it. Refuses another number of values than of `?`, and values that are no
// constant expression: a value is never SQL of its own.
base::Result<std::vector<Token>> bind_parameters(std::vector<Token> tokens, Parameters values,
                                                 const Dialect& dialect);

}  // namespace sql
