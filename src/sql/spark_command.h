#pragma once

#include <string_view>
#include <variant>

#include "base/result.h"
#include "sql/spark_query_commands.h"
#include "sql/spark_session_commands.h"
#include "sql/spark_table_commands.h"

// Spark's statements that are no queries: what databases, tables and views there are, rows into tables, what
// is told of them, and the session's settings. https://spark.apache.org/docs/latest/sql-ref-syntax.html
namespace sql {

using SparkCommand =
    std::variant<CreateDatabaseCommand, AlterDatabaseCommand, DropCommand, CommentCommand, CreateViewCommand,
                 AlterViewCommand, CreateTableCommand, CreateTableLikeCommand, InsertCommand,
                 InsertDirectoryCommand, AddPartitionsCommand, DropPartitionsCommand, RenamePartitionCommand,
                 AddColumnsCommand, CommentColumnCommand, PropertiesCommand, SetLocationCommand,
                 SetSerdeCommand, RenameCommand, RepairCommand, TruncateCommand, AnalyzeCommand,
                 UnsupportedTableCommand, UseCommand, SetCatalogCommand, SetCommand, SetTimeZoneCommand,
                 ResetCommand, CacheCommand, UncacheCommand, ClearCacheCommand, RefreshCommand, ShowCommand,
                 ShowTablesCommand, ShowFunctionsCommand, ShowPropertiesCommand, ShowCreateTableCommand,
                 DescribeCommand, DescribeDatabaseCommand, DescribeFunctionCommand, DescribeQueryCommand,
                 ExplainCommand, DropFunctionCommand>;

// No value: the text is a query, or nothing that Spark knows. Errors are in Spark's words; a statement of
// Spark's that nobody here does is refused by its name.
base::Result<std::optional<SparkCommand>> parse_spark_command(std::string_view text);

}  // namespace sql
