#pragma once

#include <stop_token>
#include <vector>

#include "engine/session_files.h"
#include "plan/builders.h"
#include "plan/program.pb.h"
#include "spark/storage.h"

namespace spark_door {

// Finds what the Reads of a plan read, as of the lease, and the rows that the client has sent before: each
// becomes a Read of files, pinned under its plan id. Paths, globs, folders of name=value and the Data
// Catalog's tables are looked at; of a table's partitions only those are that the plan's conditions may let
// through. What is not there is an error in Spark's words (PATH_NOT_FOUND, TABLE_OR_VIEW_NOT_FOUND,
// UNABLE_TO_INFER_SCHEMA).
base::Result<std::vector<plan::PinnedInput>> pin_inputs(plan::Relation& relation, const Storage& storage,
                                                        const engine::SessionFiles& files,
                                                        const lake::Lease& lease,
                                                        const std::stop_token& stop);

}  // namespace spark_door
