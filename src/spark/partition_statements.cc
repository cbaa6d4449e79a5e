#include "spark/partition_statements.h"

#include <fmt/format.h>

#include "plan/spark_error.h"
#include "services/glue/stored.h"
#include "spark/catalog_tables.h"
#include "spark/errors.h"
#include "spark/folder_move.h"
#include "spark/folders.h"
#include "spark/partition_rows.h"
#include "spark/statistics.h"

namespace spark_door {
namespace {

using services::glue::CatalogStore;
using services::glue::StoredTable;
using Values = std::vector<std::string>;

// A table without partitions, in Spark's words of ALTER TABLE .. PARTITION.
base::Result<StoredTable> partitioned(const sql::TableNameParts& name, const std::string& action,
                                      const Statement& statement) {
  StoredTable table = TRY(table_entry(name, action, statement));
  if (table.key_count() > 0) return table;
  return plan::spark_error(
      "_LEGACY_ERROR_TEMP_1251",
      "<action> is not allowed on <tableName> since its partition metadata is not stored in the Hive "
      "metastore. To import this information into the metastore, run `msck repair table <tableName>`.",
      {{"action", action}, {"tableName", table.row.name}});
}

// In the transaction, on the table as it is by then.
base::Result<void> change_partitions(
    const StoredTable& table, const Statement& statement,
    const std::function<base::Result<void>(store::Transaction&, const StoredTable&)>& change) {
  const Storage& storage = statement.storage();
  TRY(storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable stored =
        TRY(services::glue::require_table(transaction, storage.scope, table.row.database, table.row.name));
    TRY(change(transaction, stored));
    return forget_statistics(transaction, stored, storage);
  }));
  statement.session().kept().forget_rows(statement.session());
  return {};
}

base::Result<void> remove_files(store::Transaction& transaction, const StoredTable& table,
                                const PartitionEntry& partition, const Storage& storage) {
  const auto folder = inside(table, partition.location());
  return folder ? remove_folder(transaction, *folder, storage) : base::Result<void>();
}

// Refused, as by Spark's parser, is a key without a value: it would mean every partition of the table.
base::Result<void> check_given(const sql::PartitionSpec& spec) {
  for (const sql::PartitionValue& value : spec)
    if (!value.given)
      return plan::spark_error("INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE",
                               "Invalid SQL syntax: Partition key <partKey> must set value.",
                               {{"partKey", in_backticks({value.key})}});
  return {};
}

// Those that a spec fits, of which there must be one.
base::Result<std::vector<PartitionEntry>> some_partitions(store::Connection& journal,
                                                          const StoredTable& table,
                                                          const sql::PartitionSpec& spec) {
  TRY(check_given(spec));
  const sql::PartitionSpec checked = TRY(checked_spec(spec, table));
  auto found = TRY(partitions_of(journal, table, checked));
  if (!found.empty()) return found;
  Values values;
  for (const sql::PartitionValue& value : checked) values.push_back(value.value.value_or("null"));
  return no_partition(table, values);
}

base::Result<void> replace(store::Transaction& transaction, const StoredTable& table,
                           const PartitionEntry& partition, const Values& old_values) {
  TRY(CatalogStore::replace_partition(
      transaction, table.row.id, old_values,
      {.values = *partition.input.values,
       .created_at = partition.row.created_at,
       .input = services::glue::to_stored(api::glue::tables::kPartitionInput, partition.input)}));
  return {};
}

}  // namespace

Shown run(const sql::AddPartitionsCommand& command, const Statement& statement) {
  const StoredTable table = TRY(partitioned(command.table, "ALTER TABLE ADD PARTITION", statement));
  TRY(change_partitions(
      table, statement,
      [&](store::Transaction& transaction, const StoredTable& stored) -> base::Result<void> {
        for (const auto& added : command.partitions) {
          const Values values = TRY(whole_partition(added.values, stored));
          const std::string location =
              added.location.empty() ? usual_location(stored, values) : added.location;
          const bool is_new = TRY(services::glue::add_partition(
              transaction, stored, new_partition(stored, values, location), statement.storage().clock.now()));
          if (!is_new && !command.if_not_exists) return partition_exists(stored, values);
        }
        return {};
      }));
  return nothing_shown();
}

// The files of a managed table's partitions go with them.
Shown run(const sql::DropPartitionsCommand& command, const Statement& statement) {
  const StoredTable table = TRY(partitioned(command.table, "ALTER TABLE DROP PARTITION", statement));
  TRY(change_partitions(
      table, statement,
      [&](store::Transaction& transaction, const StoredTable& stored) -> base::Result<void> {
        for (const sql::PartitionSpec& spec : command.partitions) {
          auto found = some_partitions(transaction, stored, spec);
          if (!found.ok() && found.error().code == "PARTITIONS_NOT_FOUND" && command.if_exists) continue;
          for (const PartitionEntry& partition : TRY(std::move(found))) {
            TRY(CatalogStore::remove_partition(transaction, stored.row.id, partition.row.values));
            if (is_managed(stored)) TRY(remove_files(transaction, stored, partition, statement.storage()));
          }
        }
        return {};
      }));
  return nothing_shown();
}

// Where the files stand in the folder that the old values name, they move to that of the new ones: what is
// written to the old values later on must not be found among the renamed.
Shown run(const sql::RenamePartitionCommand& command, const Statement& statement) {
  const StoredTable table = TRY(partitioned(command.table, "ALTER TABLE RENAME PARTITION", statement));
  const Values from = TRY(whole_partition(command.from, table));
  const Values to = TRY(whole_partition(command.to, table));
  const Storage& storage = statement.storage();
  const auto named = [&](const Values& values) {
    return storage.journal.read(
        [&](store::Snapshot& snapshot) { return partition_of(snapshot, table, values); });
  };
  const auto known = TRY(named(from));
  if (!known) return no_partition(table, from);
  if (TRY(named(to))) return partition_exists(table, to);
  const bool is_usual = is_at_usual_place(table, *known);
  if (is_usual && !is_managed(table)) return not_supported("renaming a partition of an external table");
  const auto change = [&](store::Transaction& transaction) -> base::Result<void> {
    auto partition = TRY(partition_of(transaction, table, from));
    if (!partition) return no_partition(table, from);
    if (TRY(partition_of(transaction, table, to))) return partition_exists(table, to);
    partition->input.values = to;
    if (is_usual) partition->input.storage_descriptor->location = usual_location(table, to);
    return replace(transaction, table, *partition, from);
  };
  const auto old_folder = lake::S3Path::parse(usual_location(table, from));
  const auto new_folder = lake::S3Path::parse(usual_location(table, to));
  if (is_usual && old_folder && new_folder) {
    TRY(move_folder(*old_folder, *new_folder, whole_name(table.row.database, table.row.name), storage,
                    change));
  } else {
    TRY(storage.journal.write(change));
  }
  return nothing_shown();
}

base::Result<void> set_partition_location(const sql::SetLocationCommand& command, const StoredTable& table,
                                          const Statement& statement) {
  return change_partitions(
      table, statement,
      [&](store::Transaction& transaction, const StoredTable& stored) -> base::Result<void> {
        const Values values = TRY(whole_partition(command.partition, stored));
        auto partition = TRY(partition_of(transaction, stored, values));
        if (!partition) return no_partition(stored, values);
        if (!partition->input.storage_descriptor)
          partition->input = new_partition(stored, values, command.location);
        partition->input.values = values;
        partition->input.storage_descriptor->location = command.location;
        return replace(transaction, stored, *partition, values);
      });
}

// Partitions without any file are those that are to be dropped.
Shown run(const sql::RepairCommand& command, const Statement& statement) {
  if (command.adds)
    TRY(recover_partitions(command.table, command.statement, statement.tables, statement.context));
  if (!command.drops) return nothing_shown();
  const StoredTable table = TRY(table_entry(command.table, command.statement, statement));
  if (table.key_count() == 0)
    return no_partitioned_table(whole_name(table.row.database, table.row.name), command.statement);
  const Storage& storage = statement.storage();
  const auto partitions = TRY(
      storage.journal.read([&](store::Snapshot& snapshot) { return partitions_of(snapshot, table, {}); }));
  std::vector<Values> gone;
  for (const PartitionEntry& partition : partitions) {
    const auto place = lake::S3Path::parse(partition.location());
    if (!place) continue;
    const lake::Bucket bucket = TRY(storage.lake.bucket_of(storage.scope.account, place->bucket));
    if (TRY(storage.lake.list(bucket, {.prefix = place->folder().key, .max_keys = 1})).objects.empty())
      gone.push_back(partition.row.values);
  }
  TRY(change_partitions(
      table, statement,
      [&](store::Transaction& transaction, const StoredTable& stored) -> base::Result<void> {
        for (const Values& values : gone)
          TRY(CatalogStore::remove_partition(transaction, stored.row.id, values));
        return {};
      }));
  return nothing_shown();
}

Shown run(const sql::TruncateCommand& command, const Statement& statement) {
  if (command.partition.empty()) {
    TRY(truncate_table(command.table, statement.tables, statement.context));
    statement.session().kept().forget_rows(statement.session());
    return nothing_shown();
  }
  const StoredTable table = TRY(table_entry(command.table, "TRUNCATE TABLE", statement));
  if (!is_managed(table)) return no_truncation(whole_name(table.row.database, table.row.name));
  TRY(change_partitions(
      table, statement,
      [&](store::Transaction& transaction, const StoredTable& stored) -> base::Result<void> {
        for (const PartitionEntry& partition : TRY(some_partitions(transaction, stored, command.partition))) {
          if (!inside(stored, partition.location()))
            return not_supported(fmt::format("truncating a partition at '{}'", partition.location()));
          TRY(remove_files(transaction, stored, partition, statement.storage()));
        }
        return {};
      }));
  return nothing_shown();
}

Shown show_partitions(const sql::ShowCommand& command, const Statement& statement) {
  const StoredTable table = TRY(table_entry(command.of, "SHOW PARTITIONS", statement));
  if (table.key_count() == 0)
    return plan::spark_error("INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY",
                             "The partition command is invalid. Table <name> is not partitioned.",
                             {{"name", whole_name(table.row.database, table.row.name)}});
  TRY(check_given(command.partition));
  const sql::PartitionSpec spec = TRY(checked_spec(command.partition, table));
  const auto partitions = TRY(statement.storage().journal.read(
      [&](store::Snapshot& snapshot) { return partitions_of(snapshot, table, spec); }));
  std::vector<ConstantRow> rows;
  for (const PartitionEntry& partition : partitions)
    rows.push_back(text_row({folder_of_partition(table, partition.row.values)}));
  return constant_rows({{"partition", "string", ""}}, std::move(rows));
}

}  // namespace spark_door
