#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lake/lake.h"
#include "plan/catalog.h"
#include "services/athena/query_machine.h"
#include "services/athena/query_statement.h"
#include "services/athena/system_tables.h"
#include "sql/query.h"

namespace services::athena {

// The reuse of earlier results by age:
// https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html As in Athena, a result is reused
// until it is too old, whatever has happened to the data meanwhile: that is what the age is for. It must
// stand where it was written. What has happened to the tables themselves counts: a result with the columns of
// a table that is another one by now answers no question that was asked.

// What two executions have in common when one may take the other's result: workgroup, text (of the prepared
// statement too), parameters, catalog, database, result configuration, and what stands behind the names in
// it: the definitions of the views, and the tables themselves, which are others once they were made anew or
// changed. Empty: the query is not repeatable.
base::Result<std::string> reuse_key(const Query& query, const QueryStatement& statement,
                                    const sql::Query& planned, SystemTables& catalog);

// Whether the statement would give the same result again from the same data: it calls no function of chance
// or time, samples nothing, and no LIMIT takes any rows it likes.
bool is_repeatable(const QueryStatement& statement, const std::vector<plan::View>& views);

// Where the newest result with that key lies that is young enough for the query, if it is there still.
base::Result<std::optional<std::string>> find_reusable_result(store::Journal& journal, lake::Lake& lake,
                                                              const Query& query, std::string_view key,
                                                              base::Timestamp now);

}  // namespace services::athena
