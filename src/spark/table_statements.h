#pragma once

#include "spark/statement.h"

namespace spark_door {

// Tables: CREATE, DROP, COMMENT ON, ALTER TABLE of what is no partition, and what no table of ours can do.
Shown run(const sql::CreateTableCommand& command, const Statement& statement);
Shown run(const sql::CreateTableLikeCommand& command, const Statement& statement);
Shown run(const sql::AddColumnsCommand& command, const Statement& statement);
Shown run(const sql::CommentColumnCommand& command, const Statement& statement);
Shown run(const sql::PropertiesCommand& command, const Statement& statement);
Shown run(const sql::SetLocationCommand& command, const Statement& statement);
Shown run(const sql::SetSerdeCommand& command, const Statement& statement);
Shown run(const sql::RenameCommand& command, const Statement& statement);
Shown run(const sql::UnsupportedTableCommand& command, const Statement& statement);
Shown drop_table(const sql::DropCommand& command, const Statement& statement);
Shown comment_on_table(const sql::CommentCommand& command, const Statement& statement);

}  // namespace spark_door
