#pragma once

#include <stop_token>

#include "plan/builders.h"
#include "spark/executor.h"
#include "spark/session.h"
#include "spark/tables.h"
#include "sql/spark_command.h"

namespace spark_door {

// Does what a statement of SQL says that is no query, and gives its rows: those that Spark shows, or none.
base::Result<plan::Relation> run_sql_command(const sql::SparkCommand& command, Executor& executor,
                                             Session& session, const Tables& tables,
                                             const std::stop_token& stop);

}  // namespace spark_door
