#include "plan/types.h"
#include "spark/errors.h"
#include "spark/plans.h"
#include "spark/service.h"
#include "spark/sql_command.h"
#include "spark/writes.h"
#include "spark/writes_v2.h"

// Plans that are commands.
namespace spark_door {

using namespace spark::connect;

namespace {

// Clients before 4.0 say the query in the command itself.
plan::Relation relation_of(const SqlCommand& command) {
  plan::Relation relation;
  SQL& sql = *relation.mutable_sql();
  sql.set_query(command.sql());
  *sql.mutable_args() = command.args();
  *sql.mutable_pos_args() = command.pos_args();
  *sql.mutable_named_arguments() = command.named_arguments();
  *sql.mutable_pos_arguments() = command.pos_arguments();
  return relation;
}

template <typename... Commands>
bool is_one_of(const sql::SparkCommand& command) {
  return (std::holds_alternative<Commands>(command) || ...);
}

// What rows of tables that are kept may be old after it. INSERT is a write, which knows its folder.
bool changes_tables(const sql::SparkCommand& command) {
  return is_one_of<sql::DropCommand, sql::AddPartitionsCommand, sql::DropPartitionsCommand,
                   sql::RenamePartitionCommand, sql::AddColumnsCommand, sql::SetLocationCommand,
                   sql::SetSerdeCommand, sql::RenameCommand, sql::RepairCommand, sql::TruncateCommand,
                   sql::RefreshCommand>(command);
}

// The answer is a relation, for whose rows the client asks next. A statement is done here, once, and its rows
// come back as constants; a query is analysed at once, and run when its rows are asked for.
base::Result<void> run_sql(const SqlCommand& sql, TemporaryViews& global_views, const Tables& tables,
                           const ExecutionContext& context) {
  TRY(only(sql, {"sql", "args", "pos_args", "named_arguments", "pos_arguments", "input"}));
  plan::Relation asked = sql.has_input() ? sql.input() : relation_of(sql);
  Session& session = context.session;
  Operation::Response response;
  plan::Relation& answer = *response.mutable_sql_command_result()->mutable_relation();
  const auto statement = asked.has_sql() ? TRY(sql::parse_spark_command(asked.sql().query()))
                                         : std::optional<sql::SparkCommand>();
  if (statement) {
    answer = TRY(run_sql_command(*statement, asked.sql(), global_views, tables, context));
    if (changes_tables(*statement)) session.kept().forget_rows(session);
    return context.emit(std::move(response));
  }
  plan::Relation relation = TRY(session.kept().put_into(TRY(resolved(asked, tables, context.stop)),
                                                        KeptResults::For::Columns, context));
  // For its errors alone. The client gets back what it sent: names mean what they mean by then, as in any
  // plan.
  TRY(context.executor.schema(std::move(relation), session.caller(), context.stop));
  answer = std::move(asked);
  return context.emit(std::move(response));
}

base::Result<void> create_view(const CreateDataFrameViewCommand& view, TemporaryViews& global_views,
                               const Tables& tables, const ExecutionContext& context) {
  TRY(only(view, {"input", "name", "is_global", "replace"}));
  plan::Relation relation = TRY(resolved(view.input(), tables, context.stop));
  std::vector<plan::Column> columns =
      TRY(context.executor.columns(relation, context.session.caller(), context.stop));
  TemporaryViews& views = view.is_global() ? global_views : context.session.views();
  return views.add({view.name(), std::move(relation), std::move(columns)}, view.replace());
}

base::Result<void> write_rows(WriteOperation write, const Tables& tables, const ExecutionContext& context) {
  *write.mutable_input() = TRY(resolved(write.input(), tables, context.stop));
  return run_write(std::move(write), context);
}

base::Result<void> write_rows(WriteOperationV2 write, const Tables& tables, const ExecutionContext& context) {
  *write.mutable_input() = TRY(resolved(write.input(), tables, context.stop));
  return run_write_v2(std::move(write), tables, context);
}

base::Result<void> register_function(const CommonInlineUserDefinedFunction& function, Session& session) {
  if (!function.has_python_udf()) return not_supported("a function of " + choice_of(function, "function"));
  session.add_function(function);
  return {};
}

base::Result<void> register_function(const CommonInlineUserDefinedTableFunction& function, Session& session) {
  if (!function.has_python_udtf())
    return not_supported("a table function of " + choice_of(function, "function"));
  session.add_function(function);
  return {};
}

}  // namespace

base::Result<void> Service::run_command(Session& session, const Command& command, const Operation::Emit& emit,
                                        std::stop_token stop) {
  const Tables tables = tables_of(session, stop);
  const ExecutionContext context{executor_, session, emit, stop};
  switch (command.command_type_case()) {
    case Command::kSqlCommand:
      return run_sql(command.sql_command(), global_views_, tables, context);
    case Command::kCreateDataframeView:
      return create_view(command.create_dataframe_view(), global_views_, tables, context);
    case Command::kWriteOperation:
      return write_rows(command.write_operation(), tables, context);
    case Command::kWriteOperationV2:
      return write_rows(command.write_operation_v2(), tables, context);
    case Command::kCheckpointCommand:
      return run_checkpoint(command.checkpoint_command(),
                            TRY(resolved(command.checkpoint_command().relation(), tables, stop)), context);
    case Command::kRemoveCachedRemoteRelationCommand: {
      const auto& removed = command.remove_cached_remote_relation_command();
      TRY(only(removed, {"relation"}));
      drop_rows(removed.relation().relation_id(), session);
      return {};
    }
    case Command::kRegisterFunction:
      return register_function(command.register_function(), session);
    case Command::kRegisterTableFunction:
      return register_function(command.register_table_function(), session);
    default:
      return not_supported("the command " + choice_of(command, "command_type"));
  }
}

}  // namespace spark_door
