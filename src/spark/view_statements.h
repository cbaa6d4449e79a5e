#pragma once

#include "spark/statement.h"

namespace spark_door {

// Views: a session's own, those of all sessions, and those that the Data Catalog keeps. A temporary view
// comes before a stored one of its name.
Shown run(const sql::CreateViewCommand& command, const Statement& statement);
Shown run(const sql::AlterViewCommand& command, const Statement& statement);
Shown drop_view(const sql::DropCommand& command, const Statement& statement);

// Takes away the temporary view of that name, if there is one.
bool drop_temporary_view(const sql::TableNameParts& name, const Statement& statement);
// Nothing: it is no temporary view.
base::Result<bool> rename_temporary_view(const sql::RenameCommand& command, const Statement& statement);

}  // namespace spark_door
