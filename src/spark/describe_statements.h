#pragma once

#include "spark/statement.h"

namespace spark_door {

// DESCRIBE of a table, of one of its columns or partitions, of a query and of a function; EXPLAIN.
Shown run(const sql::DescribeCommand& command, const Statement& statement);
Shown run(const sql::DescribeQueryCommand& command, const Statement& statement);
Shown run(const sql::DescribeFunctionCommand& command, const Statement& statement);
Shown run(const sql::ExplainCommand& command, const Statement& statement);

}  // namespace spark_door
