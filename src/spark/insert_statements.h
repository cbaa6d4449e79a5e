#pragma once

#include "spark/statement.h"

namespace spark_door {

// INSERT INTO and OVERWRITE: rows into a table or some partitions of it, in place, by name, or into the
// columns that are listed; and into a folder.
Shown run(const sql::InsertCommand& command, const Statement& statement);
Shown run(const sql::InsertDirectoryCommand& command, const Statement& statement);

// Names a table in a write.
void name_table(plan::WriteOperation& write, const sql::TableNameParts& name,
                plan::WriteOperation::SaveTable::TableSaveMethod method);

}  // namespace spark_door
