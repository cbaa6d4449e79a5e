#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "plan/program.pb.h"
#include "services/glue/visual/frame.h"

namespace services::glue::visual {

// The columns of a relation that stands beside a job's program, by the engine. No row of it is computed.
using Describe = std::function<base::Result<std::vector<Field>>(const plan::Relation& relation)>;

// Runs a program whose writes are of no interest but for the number of their rows: nothing of them stays.
using RunAside = std::function<base::Result<plan::Report>(const plan::Program&)>;

// Of each condition, whether it is true for any row of a frame.
using Ask = std::function<base::Result<std::vector<bool>>(const Frame& frame,
                                                          std::vector<plan::Expression> conditions)>;

// Asks by a program of its own, in one pass over the frame's rows. What the frame uses of the job's program
// comes along; its Reads have their inputs in `inputs`. `free_id`: a plan id that is nobody's.
base::Result<std::vector<bool>> ask_rows(const Frame& frame, std::vector<plan::Expression> conditions,
                                         const plan::Program& job,
                                         const std::vector<plan::PinnedInput>& inputs, std::int64_t free_id,
                                         const RunAside& run);

// Asks the same way for the columns.
base::Result<std::vector<Field>> describe(const plan::Relation& relation, const plan::Program& job,
                                          const std::vector<plan::PinnedInput>& inputs, const RunAside& run);

}  // namespace services::glue::visual
