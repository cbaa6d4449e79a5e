#pragma once

#include "spark/statement.h"

namespace spark_door {

// SET, SET TIME ZONE, RESET; what is kept of tables: CACHE, UNCACHE, CLEAR CACHE, REFRESH; DROP FUNCTION.
Shown run(const sql::SetCommand& command, const Statement& statement);
Shown run(const sql::SetTimeZoneCommand& command, const Statement& statement);
Shown run(const sql::ResetCommand& command, const Statement& statement);
Shown run(const sql::CacheCommand& command, const Statement& statement);
Shown run(const sql::UncacheCommand& command, const Statement& statement);
Shown run(const sql::ClearCacheCommand& command, const Statement& statement);
Shown run(const sql::RefreshCommand& command, const Statement& statement);
Shown run(const sql::DropFunctionCommand& command, const Statement& statement);

}  // namespace spark_door
