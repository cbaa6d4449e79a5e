#pragma once

#include "engine/lower/relation.h"
#include "engine/sinks/write_spec.h"

namespace spark::connect {
class WriteOperation;
}

namespace engine {

// Into how many files Spark would write: a file for each partition that has rows, and for the first one
// always; more of them where there are more rows than the option maxRecordsPerFile allows. What the plan does
// not decide (lower/partitioning.h) is one partition, whose files end when they are large.

// The names that the rows of a write are wanted with.
Wanted wanted_for_layout(const spark::connect::WriteOperation& operation);
bool is_layout_option(const std::string& name);

// Settles it. The rows are those that were wanted; gives the column by which they are dealt out, if there is
// one.
base::Result<const OutputColumn*> read_layout(const spark::connect::WriteOperation& operation,
                                              const Lowered& rows, WriteSpec& spec);

}  // namespace engine
