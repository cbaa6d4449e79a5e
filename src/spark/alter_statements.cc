// ALTER TABLE of what is no partition, and COMMENT ON.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lake/s3_path.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/storage_format.h"
#include "services/glue/stored.h"
#include "spark/catalog_names.h"
#include "spark/errors.h"
#include "spark/folder_move.h"
#include "spark/partition_rows.h"
#include "spark/partition_statements.h"
#include "spark/statistics.h"
#include "spark/table_statements.h"
#include "spark/view_statements.h"

namespace spark_door {
namespace {

using api::glue::TableInput;
using services::glue::CatalogStore;
using services::glue::StoredTable;
using Parameters = std::map<std::string, std::string>;
using GlueColumns = std::vector<api::glue::Column>;

api::glue::StorageDescriptor& descriptor_of(TableInput& input) {
  if (!input.storage_descriptor) input.storage_descriptor.emplace();
  if (!input.storage_descriptor->columns) input.storage_descriptor->columns.emplace();
  return *input.storage_descriptor;
}

api::glue::Column* find_column(TableInput& input, const std::string& name) {
  for (GlueColumns* columns :
       {&*descriptor_of(input).columns, input.partition_keys ? &*input.partition_keys : nullptr}) {
    if (columns == nullptr) continue;
    const auto found = std::ranges::find_if(
        *columns, [&](const api::glue::Column& column) { return base::iequals(column.name, name); });
    if (found != columns->end()) return &*found;
  }
  return nullptr;
}

base::Error no_such_column(TableInput& input, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& column : *descriptor_of(input).columns) known.push_back(in_backticks({column.name}));
  return plan::spark_error("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                           "A column, variable, or function parameter with name <objectName> cannot be "
                           "resolved. Did you mean one of the following? [<proposal>].",
                           {{"objectName", in_backticks({name})},
                            {"proposal", base::join(plan::most_similar(known, {name}), ", ")}});
}

base::Result<StoredTable> view_entry(const sql::TableNameParts& name, const std::string& operation,
                                     const Statement& statement) {
  auto entry = TRY(find_entry(name, statement));
  if (!entry) return no_table(name);
  if (is_view(*entry)) return *std::move(entry);
  return plan::spark_error(
      "EXPECT_VIEW_NOT_TABLE.USE_ALTER_TABLE",
      "The table <tableName> does not support <operation>. Please use ALTER TABLE "
      "instead.",
      {{"tableName", whole_name(entry->row.database, entry->row.name)}, {"operation", operation}});
}

// The folder of that name that a managed table's has beside it; nothing: its files stay where they are.
std::optional<std::string> renamed_location(const StoredTable& table, const std::string& name) {
  if (!is_managed(table)) return std::nullopt;
  const auto place = lake::S3Path::parse(location_of(table));
  const std::string key = place ? "/" + place->folder().key : "";
  const std::string usual = fmt::format("/{}/", table.row.name);
  if (!key.ends_with(usual)) return std::nullopt;
  const std::string above = key.substr(1, key.size() - usual.size());
  return lake::s3_uri(place->bucket, fmt::format("{}{}/", above, name));
}

// The entry and its partitions under another name, with `to` in the place of `from` in what lies below it;
// both are folders with their slash, or empty.
base::Result<void> rename_entry(store::Transaction& transaction, const StoredTable& table,
                                const std::string& name, const std::string& from, const std::string& to,
                                const Storage& storage) {
  const auto moved = [&](std::optional<api::glue::StorageDescriptor>& descriptor) {
    const auto place = lake::S3Path::parse(descriptor ? descriptor->location.value_or("") : "");
    const std::string folder = place ? place->folder().uri() : "";
    if (!from.empty() && folder.starts_with(from)) descriptor->location = to + folder.substr(from.size());
  };
  const StoredTable old =
      TRY(services::glue::require_table(transaction, storage.scope, table.row.database, table.row.name));
  if (TRY(services::glue::find_table(transaction, storage.scope, table.row.database, name)))
    return table_exists(in_backticks({table.row.database, name}));
  const auto partitions = TRY(partitions_of(transaction, old, {}));
  services::glue::TableRow row = old.row;
  TableInput input = old.input;
  row.name = input.name = name;
  moved(input.storage_descriptor);
  row.input = services::glue::to_stored(api::glue::tables::kTableInput, input);
  TRY(CatalogStore::remove_table(transaction, old.row.id));
  const std::int64_t id = TRY(CatalogStore::add_table(transaction, storage.scope, row));
  for (PartitionEntry partition : partitions) {
    moved(partition.input.storage_descriptor);
    partition.row.input = services::glue::to_stored(api::glue::tables::kPartitionInput, partition.input);
    TRY(CatalogStore::add_partition(transaction, id, partition.row));
  }
  return {};
}

base::Error other_database(const std::string& from, const std::string& to) {
  return plan::spark_error("RENAME_TABLE_SOURCE_DESTINATION_DATABASE_MISMATCH",
                           "RENAME TABLE source and destination databases do not match: <db> != <newDb>.",
                           {{"db", in_backticks({from})}, {"newDb", in_backticks({to})}});
}

}  // namespace

Shown run(const sql::AddColumnsCommand& command, const Statement& statement) {
  const StoredTable table = TRY(table_entry(command.table, "ALTER TABLE ... ADD COLUMNS", statement));
  TRY(change_entry(
      table, statement,
      [&](store::Transaction&, const StoredTable&, TableInput& input) -> base::Result<void> {
        for (const sql::ColumnDefinition& column : command.columns) {
          if (find_column(input, column.name) != nullptr) return column_exists(column.name);
          const auto type = TRY(plan::parse_type(column.type));
          descriptor_of(input).columns->push_back(
              {.name = base::to_lower(column.name),
               .type = plan::type_text(type),
               .comment = column.comment.empty() ? std::nullopt : std::optional(column.comment)});
        }
        return {};
      }));
  return nothing_shown();
}

// A type must be the one that the column has: files that are there would not have another.
Shown run(const sql::CommentColumnCommand& command, const Statement& statement) {
  const StoredTable table = TRY(table_entry(command.table, "ALTER TABLE ... ALTER COLUMN", statement));
  const std::string type = command.type.empty() ? "" : plan::type_text(TRY(plan::parse_type(command.type)));
  TRY(change_entry(
      table, statement,
      [&](store::Transaction&, const StoredTable&, TableInput& input) -> base::Result<void> {
        api::glue::Column* column = find_column(input, command.column);
        if (column == nullptr) return no_such_column(input, command.column);
        const std::string has = column->type.value_or("string");
        if (!type.empty() && !base::iequals(has, type))
          return plan::spark_error(
              "NOT_SUPPORTED_CHANGE_COLUMN",
              "ALTER TABLE ALTER/CHANGE COLUMN is not supported for changing <table>'s column <originName> "
              "with type <originType> to <newName> with type <newType>.",
              {{"table", whole_name(table.row.database, table.row.name)},
               {"originName", in_backticks({column->name})},
               {"originType", fmt::format("\"{}\"", has)},
               {"newName", in_backticks({column->name})},
               {"newType", fmt::format("\"{}\"", type)}});
        if (type.empty() || !command.comment.empty())
          column->comment = command.comment.empty() ? std::nullopt : std::optional(command.comment);
        return {};
      }));
  return nothing_shown();
}

Shown run(const sql::PropertiesCommand& command, const Statement& statement) {
  for (const auto& [key, value] : command.set) TRY(check_table_property(key));
  for (const std::string& key : command.unset) TRY(check_table_property(key));
  const std::string operation =
      fmt::format("ALTER {} ... {} TBLPROPERTIES", command.of_view ? "VIEW" : "TABLE",
                  command.unset.empty() ? "SET" : "UNSET");
  const StoredTable table =
      command.of_view ? TRY(view_entry(command.table, operation, statement))
                      : TRY(table_entry(command.table, operation, statement, Alternative::AlterView));
  TRY(change_entry(table, statement, [&](store::Transaction&, const StoredTable&, TableInput& input) {
    Parameters parameters = input.parameters.value_or(Parameters());
    for (const auto& [key, value] : command.set) parameters[key] = value;
    for (const std::string& key : command.unset) parameters.erase(key);
    input.parameters = std::move(parameters);
    return base::Result<void>();
  }));
  return nothing_shown();
}

Shown comment_on_table(const sql::CommentCommand& command, const Statement& statement) {
  const StoredTable table = TRY(table_entry(command.name, "COMMENT ON TABLE", statement));
  TRY(change_entry(table, statement, [&](store::Transaction&, const StoredTable&, TableInput& input) {
    Parameters parameters = input.parameters.value_or(Parameters());
    if (command.comment.empty())
      parameters.erase("comment");
    else
      parameters["comment"] = command.comment;
    input.parameters = std::move(parameters);
    return base::Result<void>();
  }));
  return nothing_shown();
}

Shown run(const sql::SetLocationCommand& command, const Statement& statement) {
  if (command.location.empty())
    return plan::spark_error("INVALID_EMPTY_LOCATION",
                             "The location name cannot be empty string, but `<location>` was given.",
                             {{"location", command.location}});
  const StoredTable table = TRY(table_entry(command.table, "ALTER TABLE ... SET LOCATION ...", statement));
  if (!command.partition.empty()) {
    TRY(set_partition_location(command, table, statement));
    return nothing_shown();
  }
  TRY(change_entry(table, statement, [&](store::Transaction&, const StoredTable&, TableInput& input) {
    descriptor_of(input).location = command.location;
    Parameters parameters = input.parameters.value_or(Parameters());
    forget_statistics(parameters);
    input.parameters = std::move(parameters);
    return base::Result<void>();
  }));
  return nothing_shown();
}

// A table must be read afterwards as it was before: what its SerDe does not take is refused by name.
Shown run(const sql::SetSerdeCommand& command, const Statement& statement) {
  const StoredTable table =
      TRY(table_entry(command.table, "ALTER TABLE ... SET [SERDE|SERDEPROPERTIES]", statement));
  const std::string name = whole_name(table.row.database, table.row.name);
  if (!command.serde.empty())
    return plan::spark_error(
        "UNSUPPORTED_FEATURE.ALTER_TABLE_SERDE_FOR_DATASOURCE_TABLE",
        "The feature is not supported: ALTER TABLE SET SERDE is not supported for table <tableName> created "
        "with the datasource API. Consider using an external Hive table or updating the table properties "
        "with compatible options for your table format.",
        {{"tableName", name}});
  if (!command.partition.empty())
    return plan::spark_error(
        "_LEGACY_ERROR_TEMP_1247",
        "Operation not allowed: ALTER TABLE SET [SERDE | SERDEPROPERTIES] for a specific "
        "partition is not supported for tables created with the datasource API.",
        {});
  TRY(change_entry(table, statement,
                   [&](store::Transaction&, const StoredTable&, TableInput& input) -> base::Result<void> {
                     auto& descriptor = descriptor_of(input);
                     if (!descriptor.serde_info) descriptor.serde_info.emplace();
                     if (!descriptor.serde_info->parameters) descriptor.serde_info->parameters.emplace();
                     for (const auto& [key, value] : command.properties)
                       (*descriptor.serde_info->parameters)[key] = value;
                     TRY(services::glue::storage_format(descriptor, input.parameters.value_or(Parameters())));
                     return {};
                   }));
  return nothing_shown();
}

// A managed table's files move along: the place that its old name has in the database is another table's by
// then.
Shown run(const sql::RenameCommand& command, const Statement& statement) {
  if (TRY(rename_temporary_view(command, statement))) return nothing_shown();
  const StoredTable table =
      command.of_view
          ? TRY(view_entry(command.from, "ALTER VIEW ... RENAME TO", statement))
          : TRY(table_entry(command.from, "ALTER TABLE ... RENAME TO", statement, Alternative::AlterView));
  const std::string database =
      command.to.size() > 1 ? statement.tables.database_of(command.to) : table.row.database;
  if (database != table.row.database) return other_database(table.row.database, database);
  const std::string name = base::to_lower(command.to.back());
  TRY(check_new_name(name));
  const Storage& storage = statement.storage();
  if (TRY(find_entry({database, name}, statement))) return table_exists(in_backticks({database, name}));
  const auto to = renamed_location(table, name);
  const std::string from = to ? lake::S3Path::parse(location_of(table))->folder().uri() : "";
  const auto rename = [&](store::Transaction& transaction) {
    return rename_entry(transaction, table, name, from, to.value_or(""), storage);
  };
  if (to)
    TRY(move_folder(*lake::S3Path::parse(from), *lake::S3Path::parse(*to),
                    whole_name(table.row.database, name), storage, rename));
  else
    TRY(storage.journal.write(rename));
  return nothing_shown();
}

}  // namespace spark_door
