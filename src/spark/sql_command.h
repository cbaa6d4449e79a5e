#pragma once

#include "plan/builders.h"
#include "spark/execution_context.h"
#include "spark/tables.h"
#include "sql/spark_command.h"

namespace spark_door {

// Does what a statement of SQL says that is no query, and gives its rows: those that Spark shows, or none.
// They are constants, so that a client may ask for them again without doing the statement again. `asked`: the
// statement as the client sent it, with the values of its parameters. Refused: what Spark refuses, with its
// condition (SCHEMA_NOT_FOUND, TABLE_OR_VIEW_ALREADY_EXISTS, ...). In the thread of the operation, and it
// blocks as long as a write that the statement is takes.
//
// Where something is looked up before a transaction, it serves to refuse in Spark's words: the transaction
// checks again, and has the last word when another client was faster.
base::Result<plan::Relation> run_sql_command(const sql::SparkCommand& command,
                                             const spark::connect::SQL& asked, TemporaryViews& global_views,
                                             const Tables& tables, const ExecutionContext& context);

}  // namespace spark_door
