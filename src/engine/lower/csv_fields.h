#pragma once

#include "engine/functions/cast.h"
#include "engine/lower/relation.h"
#include "engine/sources/csv_options.h"

namespace engine {

// What Spark's reader makes of a text of CSV for a column of the type, by the options; NULL where it is no
// value of it.
base::Result<Typed> csv_field(const OutputColumn& text, const Type& type, const CsvOptions& options,
                              const Session& session);

}  // namespace engine
