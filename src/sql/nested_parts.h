#pragma once

#include "sql/typed.h"

namespace sql {

// A value in which all that is of some kind, in whatever depth, is what `made` gives of it. The types say
// what the value has there.
PlanExpression with_parts(PlanExpression value, const Type& type, bool (*is)(const Type&),
                          PlanExpression (*made)(PlanExpression, const Type&));

}  // namespace sql
