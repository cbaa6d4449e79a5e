#pragma once

#include "sql/typed.h"

namespace sql {

enum class OnFailure { Error, Null };  // CAST, TRY_CAST

// CAST as Trino does it, in functions of the plan: a number's fraction is rounded half up, a varchar is cut
// to its length, what does not convert is an error (or NULL). Refuses pairs of types that have no cast
// (TYPE_MISMATCH).
base::Result<Typed> cast(Typed value, const Type& target, OnFailure on_failure, Position position);

// What fails is NULL where the cast is to give that.
PlanExpression attempted(PlanExpression made, OnFailure on_failure);

// The same for a conversion that common_type() found, which always succeeds.
Typed coerce(Typed value, const Type& target);

// Makes a value of whatever type the engine's function gave into one of `type`; fails at run time when it
// does not fit.
Typed checked(PlanExpression value, const Type& type);

Typed null_of(const Type& type);

}  // namespace sql
