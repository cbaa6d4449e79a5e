#pragma once

#include "spark/statement.h"

namespace spark_door {

// Databases: CREATE, ALTER, DROP and DESCRIBE DATABASE, COMMENT ON DATABASE, SHOW DATABASES, USE.
Shown run(const sql::CreateDatabaseCommand& command, const Statement& statement);
Shown run(const sql::AlterDatabaseCommand& command, const Statement& statement);
Shown run(const sql::DescribeDatabaseCommand& command, const Statement& statement);
Shown run(const sql::UseCommand& command, const Statement& statement);
Shown run(const sql::SetCatalogCommand& command, const Statement& statement);
Shown drop_database(const sql::DropCommand& command, const Statement& statement);
Shown comment_on_database(const sql::CommentCommand& command, const Statement& statement);
Shown show_databases(const sql::ShowCommand& command, const Statement& statement);

}  // namespace spark_door
