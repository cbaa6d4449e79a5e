#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "services/athena/query_machine.h"
#include "store/journal.h"

namespace services::athena {

// What the run of a query executes: a text with its parameters, which EXECUTE takes from the prepared
// statement, or a change of the journal (PREPARE, DEALLOCATE PREPARE), which has no rows.
struct QueryStatement {
  std::string text;
  std::vector<std::string> parameters;
  std::function<base::Result<void>(store::Transaction&)> change;  // empty: the text is to be run
};

base::Result<QueryStatement> statement_of(store::Journal& journal, const Query& query, base::Timestamp now);

}  // namespace services::athena
