#include "spark/sql_command.h"

#include "spark/database_statements.h"
#include "spark/describe_statements.h"
#include "spark/insert_statements.h"
#include "spark/partition_statements.h"
#include "spark/session_statements.h"
#include "spark/show_statements.h"
#include "spark/statistics.h"
#include "spark/table_statements.h"
#include "spark/view_statements.h"

namespace spark_door {
namespace {

// Those that are of several families: which one it is, they say.
Shown run(const sql::DropCommand& command, const Statement& statement) {
  switch (command.kind) {
    case sql::DropCommand::Kind::Database:
      return drop_database(command, statement);
    case sql::DropCommand::Kind::View:
      return drop_view(command, statement);
    case sql::DropCommand::Kind::Table:
      break;
  }
  return drop_table(command, statement);
}

Shown run(const sql::CommentCommand& command, const Statement& statement) {
  return command.on == sql::CommentCommand::On::Database ? comment_on_database(command, statement)
                                                         : comment_on_table(command, statement);
}

}  // namespace

// A statement without a run() of its own does not compile.
base::Result<plan::Relation> run_sql_command(const sql::SparkCommand& command,
                                             const spark::connect::SQL& asked, TemporaryViews& global_views,
                                             const Tables& tables, const ExecutionContext& context) {
  const Statement statement{
      .asked = asked, .global_views = global_views, .tables = tables, .context = context};
  return std::visit([&](const auto& one) -> base::Result<plan::Relation> { return run(one, statement); },
                    command);
}

}  // namespace spark_door
