#pragma once

#include <string>
#include <string_view>

#include "services/athena/query_machine.h"
#include "services/athena/query_statement.h"

namespace services::athena {

// The reuse of earlier results by age:
// https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html As in Athena, a result is reused
// until it is too old, whatever has happened to the data meanwhile: that is what the age is for. It must
// stand where it was written.

// What two executions have in common when one may take the other's result: workgroup, text (of the prepared
// statement too), parameters, catalog, database and result configuration.
std::string reuse_key(const Query& query, const QueryStatement& statement);

// Whether the text would give the same result again from the same data: it calls no function of chance or
// time, samples nothing, and no LIMIT takes any rows it likes.
bool is_repeatable(std::string_view text);

}  // namespace services::athena
