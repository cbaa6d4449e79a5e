#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/glue/visual/node_report.h"
#include "store/journal.h"

namespace services::glue {

// What the nodes of a run did, as JSON that the journal keeps with it.
std::string to_json(const std::vector<visual::NodeReport>& nodes);

// One run of any account as a JSON object, for `dovetail runs show`: its job, state and times, and its nodes
// once it has succeeded. Nothing: there is no such run.
base::Result<std::optional<std::string>> describe_run(store::Journal& journal, const std::string& run_id,
                                                      base::Timestamp now);

}  // namespace services::glue
