#pragma once

#include "plan/builders.h"
#include "spark/execution_context.h"
#include "spark/tables.h"
#include "sql/spark_command.h"

namespace spark_door {

// Does what a statement of SQL says that is no query, and gives its rows: those that Spark shows, or none.
// `asked`: the statement as the client sent it, with the values of its parameters.
base::Result<plan::Relation> run_sql_command(const sql::SparkCommand& command,
                                             const spark::connect::SQL& asked, const Tables& tables,
                                             const ExecutionContext& context);

}  // namespace spark_door
