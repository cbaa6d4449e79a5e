#include "spark/table_write.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/query_relations.h"
#include "services/glue/catalog.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/data_catalog.h"
#include "services/glue/written_table.h"
#include "spark/catalog_listing.h"
#include "spark/catalog_names.h"
#include "spark/default_database.h"
#include "spark/errors.h"
#include "spark/folder_write.h"
#include "spark/options.h"
#include "spark/partition_writes.h"
#include "spark/table_errors.h"
#include "spark/table_removal.h"
#include "spark/tables.h"
#include "spark/write_codec.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using services::glue::FileKind;
using services::glue::StoredTable;
using spark::connect::WriteOperation;
using SaveTable = WriteOperation::SaveTable;

base::Error other_columns(const std::string& table, std::size_t has, std::size_t given) {
  return base::refusal(
      given > has ? "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS"
                  : "INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS",
      400,
      fmt::format("[INSERT_COLUMN_ARITY_MISMATCH.{0}] Cannot write to {1}, the reason is {2} data columns: "
                  "the table has {3}, the data {4}. SQLSTATE: 21S01",
                  given > has ? "TOO_MANY_DATA_COLUMNS" : "NOT_ENOUGH_DATA_COLUMNS", table,
                  given > has ? "too many" : "not enough", has, given));
}

// saveAsTable into a table that is there, by its modes:
// 1. Ignore: nothing happens.
// 2. ErrorIfExists: TABLE_OR_VIEW_ALREADY_EXISTS.
// 3. Overwrite: the table anew, columns and all.
// 4. Append: rows into the table as it is.
//
// insertInto does the last whatever the mode; with Overwrite the table loses what it had or, if partitions
// are overwritten dynamically, those that get rows do. Temporary views are not asked: they take no rows.
class TableWrite {
 public:
  TableWrite(WriteOperation write, bool dynamic, const TableParameters& parameters,
             const sql::PartitionSpec& partition, const ExecutionContext& context)
      : write_(std::move(write)),
        parameters_(parameters),
        partition_(partition),
        context_(context),
        storage_(context.executor.storage()),
        session_(context.session),
        dynamic_(dynamic) {}

  base::Result<void> run() {
    target_ = TRY(target_named(TRY(sql::parse_spark_name(write_.table().table_name())), session_));
    inserts_ = write_.table().save_method() == SaveTable::TABLE_SAVE_METHOD_INSERT_INTO;
    // The engine writes folders; from here on the table is this class's alone.
    write_.clear_table();
    if (target_.database != kDefaultDatabase && !TRY(catalog_.has_database(target_.database)))
      return no_database(target_.database);
    TRY(check_no_view());
    const auto known = TRY(catalog_.table(target_.database, target_.name));
    if (!known && inserts_) return no_table({target_.database, target_.name});
    return known ? into(*known) : create();
  }

 private:
  base::Result<void> check_no_view() {
    services::glue::CatalogBrowser browser(storage_.journal, storage_.scope);
    const auto known = TRY(browser.table(target_.database, target_.name));
    if (!known || known->type != "VIRTUAL_VIEW") return {};
    if (inserts_) return view_write(target_.short_name());
    return table_exists(target_.short_name());
  }

  base::Result<void> into(const plan::Table& table) {
    const auto mode = write_.mode();
    if (!inserts_) {
      if (mode == WriteOperation::SAVE_MODE_IGNORE) return {};
      if (mode != WriteOperation::SAVE_MODE_APPEND && mode != WriteOperation::SAVE_MODE_OVERWRITE)
        return table_exists(target_.short_name());
      if (mode == WriteOperation::SAVE_MODE_OVERWRITE) return replace(table);
    }
    TRY(take_form(table));
    return mode == WriteOperation::SAVE_MODE_OVERWRITE ? overwrite(table) : append(table);
  }

  base::Result<void> append(const plan::Table& table) {
    return publish(
        table.location, FolderWrite::Overwrites::Nothing,
        [&](store::Transaction& transaction, const plan::WriteReport& report) -> base::Result<void> {
          return add_partitions(transaction, TRY(stored(transaction)), target_.kind, report, storage_);
        });
  }

  // As in Spark, dynamic is only what leaves a key to the rows: of constants alone, and of a table without
  // partitions, what there was goes even if there are no rows.
  base::Result<void> overwrite(const plan::Table& table) {
    using Overwrites = FolderWrite::Overwrites;
    const bool dynamic = dynamic_ && partition_.size() < table.partition_keys.size();
    const bool some = !dynamic && !partition_.empty();
    return publish(table.location,
                   some      ? Overwrites::Nothing
                   : dynamic ? Overwrites::WrittenPartitions
                             : Overwrites::Everything,
                   [this, dynamic, some](store::Transaction& transaction,
                                         const plan::WriteReport& report) -> base::Result<void> {
                     const StoredTable now = TRY(stored(transaction));
                     if (some) TRY(remove_overwritten(transaction, now, partition_, storage_));
                     return dynamic || some
                                ? add_partitions(transaction, now, target_.kind, report, storage_)
                                : replace_partitions(transaction, now, target_.kind, report, storage_);
                   });
  }

  // The rows take the table's columns, types, format and partitions.
  base::Result<void> take_form(const plan::Table& table) {
    const auto kind = written_kind(table.storage.format);
    if (!kind) return not_supported(fmt::format("writing into a table of {}", table.storage.format));
    target_.kind = *kind;
    if (target_.kind == FileKind::Avro && !table.storage.options.empty())
      return not_supported(
          fmt::format("writing into a table of Avro with {}", table.storage.options.begin()->first));
    write_.set_source(base::to_lower(services::glue::name_of(target_.kind)));
    write_.clear_partitioning_columns();
    std::vector<plan::Column> columns = table.columns;
    columns.insert(columns.end(), table.partition_keys.begin(), table.partition_keys.end());
    for (const plan::Column& key : table.partition_keys) write_.add_partitioning_columns(key.name);
    const auto given = TRY(context_.executor.columns(write_.input(), session_.caller(), context_.stop));
    if (given.size() != columns.size())
      return other_columns(target_.whole_name(), columns.size(), given.size());
    std::vector<std::string> labels;  // unique, for rows may have two columns of one name
    for (std::size_t i = 0; i < given.size(); ++i)
      labels.push_back(inserts_ ? fmt::format("c{}", i) : given[i].name);
    plan::Relation rows = plan::to_df(std::move(*write_.mutable_input()), labels);
    std::vector<plan::Expression> values;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      auto value = plan::column(plan::quoted(inserts_ ? labels[i] : columns[i].name));
      values.push_back(plan::alias(plan::cast(std::move(value), columns[i].type), columns[i].name));
    }
    *write_.mutable_input() = plan::project(std::move(rows), std::move(values));
    return {};
  }

  base::Result<void> create() {
    TRY(check_new_name(target_.name));
    TRY(choose_kind(target_, write_));
    TRY(lower_partition_columns());
    TRY(choose_place(target_, write_, context_));
    return publish(
        target_.location, FolderWrite::Overwrites::Nothing,
        [&](store::Transaction& transaction, const plan::WriteReport& report) -> base::Result<void> {
          if (target_.database == kDefaultDatabase) TRY(ensure_default_database(transaction, storage_));
          TRY(services::glue::create_table(transaction, storage_.scope, target_.database, entry(report),
                                           storage_.clock.now()));
          return add_partitions(transaction, TRY(stored(transaction)), target_.kind, report, storage_);
        });
  }

  // The table anew, at its place.
  base::Result<void> replace(const plan::Table& table) {
    TRY(choose_kind(target_, write_));
    TRY(lower_partition_columns());
    target_.location = take_option(*write_.mutable_options(), "path").value_or(table.location);
    TRY(publish(target_.location, FolderWrite::Overwrites::Everything,
                [&](store::Transaction& transaction, const plan::WriteReport& report) -> base::Result<void> {
                  const StoredTable old = TRY(stored(transaction));
                  TRY(services::glue::CatalogStore::remove_table(transaction, old.row.id));
                  // What is managed stays so in its place; at a new path, which the client chose, it is the
                  // client's, and the old files go with the old entry.
                  target_.managed = is_managed(old) && target_.location == table.location;
                  if (is_managed(old) && !target_.managed)
                    TRY(remove_table_files(transaction, old, storage_));
                  TRY(services::glue::create_table(transaction, storage_.scope, target_.database,
                                                   entry(report), storage_.clock.now()));
                  return add_partitions(transaction, TRY(stored(transaction)), target_.kind, report,
                                        storage_);
                }));
    // What is kept of the rows comes from the old place.
    if (target_.location != table.location) session_.kept().forget_rows(session_);
    return {};
  }

  // Partitions are folders of the names that the rows' columns have. The Data Catalog has them in lower case,
  // and so later writes do.
  base::Result<void> lower_partition_columns() {
    const auto& keys = write_.partitioning_columns();
    if (keys.empty()) return {};
    std::vector<std::string> labels;
    bool changed = false;
    for (const auto& column :
         TRY(context_.executor.columns(write_.input(), session_.caller(), context_.stop))) {
      const bool is_key =
          std::ranges::any_of(keys, [&](const auto& key) { return base::iequals(key, column.name); });
      labels.push_back(is_key ? base::to_lower(column.name) : column.name);
      changed = changed || labels.back() != column.name;
    }
    if (changed) *write_.mutable_input() = plan::to_df(std::move(*write_.mutable_input()), labels);
    return {};
  }

  api::glue::TableInput entry(const plan::WriteReport& report) const {
    return entry_of(target_, parameters_, services::glue::written_columns(report.columns()),
                    services::glue::written_columns(report.partition_columns()));
  }

  // As it is in the transaction.
  base::Result<StoredTable> stored(store::Transaction& transaction) const {
    return services::glue::require_table(transaction, storage_.scope, target_.database, target_.name);
  }

  using Also = std::function<base::Result<void>(store::Transaction&, const plan::WriteReport&)>;
  base::Result<void> publish(const std::string& location, FolderWrite::Overwrites overwrites, Also also) {
    const lake::S3Path place = TRY(place_of(location));
    complete_codec(write_, session_);
    FolderWrite folder{.operation = std::move(write_),
                       .folder = place.folder(),
                       .overwrites = overwrites,
                       .also = std::move(also)};
    return folder.run(context_);
  }

  WriteOperation write_;
  const TableParameters& parameters_;
  const sql::PartitionSpec& partition_;
  const ExecutionContext& context_;
  const Storage& storage_;
  Session& session_;
  const bool dynamic_;
  services::glue::Catalog catalog_{storage_.journal, storage_.scope};
  TableTarget target_;
  bool inserts_ = false;
};

}  // namespace

base::Result<void> run_table_write(WriteOperation write, bool dynamic, const ExecutionContext& context,
                                   const TableParameters& parameters, const sql::PartitionSpec& partition) {
  return TableWrite(std::move(write), dynamic, parameters, partition, context).run();
}

}  // namespace spark_door
