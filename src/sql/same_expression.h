#pragma once

#include <string>

#include "sql/typed.h"

namespace sql {

// A text that two expressions have in common when they are the same, whatever the parameters of their lambdas
// are called: those are named after the place where they stand.
std::string same_text(const PlanExpression& expression);

}  // namespace sql
