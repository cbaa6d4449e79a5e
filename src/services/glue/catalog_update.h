#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "services/glue/job_run_machine.h"
#include "services/glue/visual/target.h"
#include "store/journal.h"

namespace plan {
class WriteReport;
}

namespace services::glue {

// What a job's targets do to the Data Catalog. All of it happens in the transaction that publishes the
// output.

// Whether the update could be made of what is there now: the database exists, and a table that exists is
// one of such files and has the target's partition keys.
base::Result<void> check_catalog_update(store::Connection& journal, const Scope& scope,
                                        const visual::Target& target);

// Creates the table that is not there, brings the columns of one that is up to date (unless the policy is
// LOG), and adds the partitions that were written to and are missing. Nothing written, nothing changed.
base::Result<void> update_catalog(store::Transaction& journal, const JobRun& run,
                                  const visual::Target& target, const plan::WriteReport& written,
                                  base::Timestamp now);

}  // namespace services::glue
