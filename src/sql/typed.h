#pragma once

#include <string>
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

// Of a type that is found where the plan is lowered.
Typed deferred(PlanExpression plan);

// The array of what is made of each item, which has the name there.
PlanExpression transformed(PlanExpression array, const std::string& name, PlanExpression made);

// What is made of a value that has the name there. However often that is, the plan holds the value once: as
// the only item of an array.
PlanExpression with_named(PlanExpression value, const std::string& name, PlanExpression made);

// The plans alone.
std::vector<PlanExpression> plans(std::vector<Typed> values);

}  // namespace sql
