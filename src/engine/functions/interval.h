#pragma once

#include "engine/functions/registry.h"

namespace engine {

// A date or timestamp plus or minus a constant interval of months, or of days and time. A date stays one
// unless the interval has a part of a day; the last day of a month stays inside it.
bool has_interval(const Call& call);
base::Result<Typed> move_by_interval(Call& call, bool back);

}  // namespace engine
