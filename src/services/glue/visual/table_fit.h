#pragma once

#include "services/glue/visual/frame.h"
#include "services/glue/visual/target.h"

namespace services::glue::visual {

// The rows as the files of a table that is there already must have them to be read back as they are:
// - a column whose type the table's can take in becomes that type, so that files of before and of now are of
// one;
// - files of CSV, which have no names, get the table's columns in its order, NULL where the frame has none,
// and
//   then those that the table lacks.
// A type that the table's cannot take in is refused, unless the target's policy changes the table's.
base::Result<Frame> fit_to_table(Frame input, const Target& target);

}  // namespace services::glue::visual
