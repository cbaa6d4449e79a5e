#pragma once

#include <string>

#include "base/result.h"
#include "services/athena/prepared_statements_store.h"

namespace services::athena {

// What the API and the SQL statements do alike; refusals are the API's.
base::Result<void> create_prepared_statement(store::Transaction& transaction, const Scope& scope,
                                             const PreparedStatementRow& row);
base::Result<void> delete_prepared_statement(store::Transaction& transaction, const Scope& scope,
                                             const std::string& work_group, const std::string& name);
base::Result<PreparedStatementRow> require_prepared_statement(store::Connection& connection,
                                                              const Scope& scope,
                                                              const std::string& work_group,
                                                              const std::string& name);

// Whether the text is a statement that can be prepared: SELECT, CREATE TABLE AS, INSERT INTO or UNLOAD.
base::Result<void> check_preparable(const std::string& text);

}  // namespace services::athena
