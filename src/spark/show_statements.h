#pragma once

#include "spark/statement.h"

namespace spark_door {

// SHOW TABLES, VIEWS, COLUMNS, FUNCTIONS, TBLPROPERTIES, CREATE TABLE and the like.
Shown run(const sql::ShowCommand& command, const Statement& statement);
Shown run(const sql::ShowTablesCommand& command, const Statement& statement);
Shown run(const sql::ShowFunctionsCommand& command, const Statement& statement);
Shown run(const sql::ShowPropertiesCommand& command, const Statement& statement);
Shown run(const sql::ShowCreateTableCommand& command, const Statement& statement);

}  // namespace spark_door
