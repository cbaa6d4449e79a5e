#pragma once

#include "services/glue/visual/frame.h"
#include "services/glue/visual/target.h"

namespace services::glue::visual {

// The rows as the files of a table that is there already must have them to be read back as they are:
// - They get the table's types where these take the values in (taken_types.h). A type that they do not is
//   refused, unless the target's policy changes the table's.
// - Files of CSV, which have no names, get the table's columns in its order, NULL where the frame has none,
//   and behind them those that the table lacks.
base::Result<Frame> fit_to_table(Frame input, const Target& target);

}  // namespace services::glue::visual
