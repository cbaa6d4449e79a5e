#pragma once

#include <vector>

#include "plan/builders.h"
#include "sql/types.h"

namespace sql {

using PlanExpression = plan::Expression;  // beside the syntax tree's Expression

// An expression that is analysed: what the plan computes, and the type it has in the query. The two agree:
// the plan's value has the type to_spark(type).
struct Typed {
  PlanExpression plan;
  Type type;
};

inline constexpr Type kBoolean{TypeKind::Boolean};
inline constexpr Type kDeferred{TypeKind::Deferred};

// The plans alone.
std::vector<PlanExpression> plans(std::vector<Typed> values);

}  // namespace sql
