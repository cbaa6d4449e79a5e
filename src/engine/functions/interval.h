#pragma once

#include <span>

#include "engine/functions/registry.h"

namespace engine {

// Arithmetic with Spark's intervals (spark_interval.h), by the types of both sides as Spark has it
// (BinaryArithmeticWithDatetimeResolver).
bool has_interval(const Call& call);

// interval + interval; a date or timestamp plus or minus an interval. A date stays one with days or with
// months; with less than a day it is a timestamp. The last day of a month stays inside it.
base::Result<Typed> add_interval(Call& call, bool back);
// interval * number, number * interval, interval / number
base::Result<Typed> scale_interval(Call& call, bool divide);
base::Result<Typed> negate_interval(Call& call);

// Whether what lies between the two is an interval: date - date, timestamp - date.
bool are_times(const Call& call);
base::Result<Typed> subtract_times(Call& call);

// Of an aggregate's argument.
base::Result<Typed> sum_intervals(Call& call);
base::Result<Typed> average_interval(Call& call);

// extract(hour from interval); nothing: the interval has no such unit.
std::optional<Typed> interval_part(std::string_view function, Typed interval);

std::span<const FunctionRow> interval_functions();

}  // namespace engine
