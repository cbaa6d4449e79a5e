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

// The one type of several values, each then coerced to it; `what` names the place in the message.
base::Result<Type> unify(std::vector<Typed>& values, std::string_view what, Position position);

// The value of a plan that holds texts where the type has chars: with their blanks, in whatever depth.
PlanExpression with_filled_chars(PlanExpression value, const Type& type);

// Of a char beside a text of any length: to fill up both would take too much. Without the blanks at their
// ends they are equal when they would be filled up.
bool would_fill_long(const Type& common);
Typed without_blanks(Typed characters);

// The same for values that are only compared by =: they may become texts without blanks.
base::Result<Type> unify_to_compare(std::vector<Typed>& values, std::string_view what, Position position);

// Makes a value of whatever type the engine's function gave into one of `type`; fails at run time when it
// does not fit.
Typed checked(PlanExpression value, const Type& type);

Typed null_of(const Type& type);

}  // namespace sql
