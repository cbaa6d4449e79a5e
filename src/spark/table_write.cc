#include "spark/table_write.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/query_relations.h"
#include "plan/spark_error.h"
#include "plan/spark_version.h"
#include "plan/types.h"
#include "services/glue/catalog.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/data_catalog.h"
#include "services/glue/written_table.h"
#include "spark/catalog_listing.h"
#include "spark/default_database.h"
#include "spark/errors.h"
#include "spark/folder_write.h"
#include "spark/options.h"
#include "spark/partition_rows.h"
#include "spark/statistics.h"
#include "spark/table_errors.h"
#include "spark/table_removal.h"
#include "spark/tables.h"
#include "spark/warehouse.h"
#include "spark/write_codec.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using services::glue::FileKind;
using services::glue::StoredTable;
using spark::connect::WriteOperation;
using SaveTable = WriteOperation::SaveTable;

constexpr const char* kManaged = "MANAGED_TABLE";
constexpr const char* kExternal = "EXTERNAL_TABLE";

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

// What a table can be written as here.
std::optional<FileKind> kind_of(std::string_view source) {
  const auto kind = services::glue::kind_of_source(source);
  const bool is_written = kind && *kind != FileKind::Csv && source != "hive.json";
  return is_written ? kind : std::nullopt;
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
    TRY(take_name(TRY(sql::parse_spark_name(write_.table().table_name()))));
    inserts_ = write_.table().save_method() == SaveTable::TABLE_SAVE_METHOD_INSERT_INTO;
    // The engine writes folders; from here on the table is this class's alone.
    write_.clear_table();
    if (database_ != kDefaultDatabase && !TRY(catalog_.has_database(database_)))
      return no_database(database_);
    TRY(check_no_view());
    const auto known = TRY(catalog_.table(database_, table_));
    if (!known && inserts_) return no_table({database_, table_});
    return known ? into(*known) : create();
  }

  // A table without rows.
  base::Result<void> run_without_rows(const sql::TableNameParts& name,
                                      const std::vector<plan::Column>& defined, bool if_not_exists) {
    TRY(take_name(name));
    if (!TRY(catalog_.has_database(database_)) && database_ != kDefaultDatabase)
      return no_database(database_);
    if (TRY(is_taken())) {
      if (if_not_exists) return {};
      return table_exists(fmt::format("`{}`.`{}`", database_, table_));
    }
    const auto& partitioning = write_.partitioning_columns();
    TRY(check_table_columns(defined, {partitioning.begin(), partitioning.end()}, shown()));
    TRY(choose_kind());
    TRY(new_location());
    // Options of a table that never had rows would be read by nobody: the catalog's entry is made from the
    // kind.
    if (!write_.options().empty())
      return not_supported(fmt::format("the option {} of a table", write_.options().begin()->first));
    std::vector<api::glue::Column> columns, keys(static_cast<std::size_t>(partitioning.size()));
    for (const plan::Column& column : defined) {
      const auto key = std::ranges::find_if(
          partitioning, [&](const std::string& name) { return base::iequals(name, column.name); });
      const bool is_key = key != partitioning.end();
      (is_key ? keys[static_cast<std::size_t>(key - partitioning.begin())] : columns.emplace_back()) = {
          .name = base::to_lower(column.name),
          .type = column.type,
          .comment = column.comment.empty() ? std::nullopt : std::optional(column.comment)};
    }
    return storage_.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      if (database_ == kDefaultDatabase) TRY(ensure_default_database(transaction, storage_));
      return services::glue::create_table(transaction, storage_.scope, database_,
                                          entry(std::move(columns), std::move(keys)), storage_.clock.now());
    });
  }

 private:
  base::Result<void> take_name(const sql::TableNameParts& name) {
    if (name.size() > 3 || (name.size() == 3 && !base::iequals(name[0], kCatalogName)))
      return not_supported(fmt::format("the catalog of '{}'", base::join(name, ".")));
    database_ = base::to_lower(name.size() > 1 ? name[name.size() - 2] : session_.database());
    table_ = base::to_lower(name.back());
    return {};
  }

  // By a view, or a table that nobody can read here, too.
  base::Result<bool> is_taken() {
    services::glue::CatalogBrowser browser(storage_.journal, storage_.scope);
    return TRY(browser.table(database_, table_)).has_value();
  }

  base::Result<void> check_no_view() {
    services::glue::CatalogBrowser browser(storage_.journal, storage_.scope);
    const auto known = TRY(browser.table(database_, table_));
    if (!known || known->type != "VIRTUAL_VIEW") return {};
    if (inserts_) return view_write(fmt::format("`{}`.`{}`", database_, table_));
    return table_exists(fmt::format("`{}`.`{}`", database_, table_));
  }

  std::string shown() const { return fmt::format("`{}`.`{}`.`{}`", kCatalogName, database_, table_); }

  base::Result<void> into(const plan::Table& table) {
    const auto mode = write_.mode();
    if (!inserts_) {
      if (mode == WriteOperation::SAVE_MODE_IGNORE) return {};
      if (mode != WriteOperation::SAVE_MODE_APPEND && mode != WriteOperation::SAVE_MODE_OVERWRITE)
        return table_exists(fmt::format("`{}`.`{}`", database_, table_));
      if (mode == WriteOperation::SAVE_MODE_OVERWRITE) return replace(table);
    }
    TRY(take_form(table));
    const bool overwrites = mode == WriteOperation::SAVE_MODE_OVERWRITE;
    using Overwrites = FolderWrite::Overwrites;
    const bool some = overwrites && !dynamic_ && !partition_.empty();
    return publish(table.location,
                   !overwrites || some ? Overwrites::Nothing
                   : dynamic_          ? Overwrites::WrittenPartitions
                                       : Overwrites::Everything,
                   [this, overwrites, some](store::Transaction& transaction,
                                            const plan::WriteReport& report) -> base::Result<void> {
                     if (some) TRY(remove_overwritten(transaction));
                     return overwrites && !dynamic_ && !some ? replace_partitions(transaction, report)
                                                             : add_partitions(transaction, report);
                   });
  }

  // INSERT OVERWRITE .. PARTITION: those that its constants name.
  base::Result<void> remove_overwritten(store::Transaction& transaction) {
    const StoredTable stored =
        TRY(services::glue::require_table(transaction, storage_.scope, database_, table_));
    for (const PartitionEntry& partition : TRY(partitions_of(transaction, stored, partition_))) {
      TRY(check_place(stored, partition));
      const auto folder = inside(stored, partition.location());
      if (folder) TRY(storage_.lake.remove_below(transaction, folder->bucket, folder->key));
      TRY(services::glue::CatalogStore::remove_partition(transaction, stored.row.id, partition.row.values));
    }
    return {};
  }

  // What is written stands in the folder that the values name: where a partition has another, its rows would
  // not be found.
  static base::Result<void> check_place(const StoredTable& table, const PartitionEntry& partition) {
    const auto has = lake::S3Path::parse(partition.location());
    const auto usual = lake::S3Path::parse(usual_location(table, partition.row.values));
    if (has && usual && has->folder().uri() == usual->folder().uri()) return {};
    return not_supported(fmt::format("writing into a partition that is at '{}'", partition.location()));
  }

  // The rows take the table's columns, types, format and partitions.
  base::Result<void> take_form(const plan::Table& table) {
    const auto kind = kind_of(table.storage.format);
    if (!kind) return not_supported(fmt::format("writing into a table of {}", table.storage.format));
    kind_ = *kind;
    if (kind_ == FileKind::Avro && !table.storage.options.empty())
      return not_supported(
          fmt::format("writing into a table of Avro with {}", table.storage.options.begin()->first));
    write_.set_source(base::to_lower(services::glue::name_of(kind_)));
    write_.clear_partitioning_columns();
    std::vector<plan::Column> columns = table.columns;
    columns.insert(columns.end(), table.partition_keys.begin(), table.partition_keys.end());
    for (const plan::Column& key : table.partition_keys) write_.add_partitioning_columns(key.name);
    const auto given = TRY(context_.executor.columns(write_.input(), session_.caller(), context_.stop));
    if (given.size() != columns.size()) return other_columns(shown(), columns.size(), given.size());
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
    TRY(choose_kind());
    return publish(
        TRY(new_location()), FolderWrite::Overwrites::Nothing,
        [&](store::Transaction& transaction, const plan::WriteReport& report) -> base::Result<void> {
          if (database_ == kDefaultDatabase) TRY(ensure_default_database(transaction, storage_));
          TRY(services::glue::create_table(transaction, storage_.scope, database_, entry(report),
                                           storage_.clock.now()));
          return add_partitions(transaction, report);
        });
  }

  // The table anew, at its place.
  base::Result<void> replace(const plan::Table& table) {
    TRY(choose_kind());
    location_ = take_option(*write_.mutable_options(), "path").value_or(table.location);
    return publish(
        location_, FolderWrite::Overwrites::Everything,
        [&](store::Transaction& transaction, const plan::WriteReport& report) -> base::Result<void> {
          const StoredTable stored =
              TRY(services::glue::require_table(transaction, storage_.scope, database_, table_));
          TRY(services::glue::CatalogStore::remove_table(transaction, stored.row.id));
          // What is managed stays so in its place; at a new path, which the client chose, it is the client's,
          // and the old files go with the old entry.
          managed_ = is_managed(stored) && location_ == table.location;
          if (is_managed(stored) && !managed_) TRY(remove_table_files(transaction, stored, storage_.lake));
          TRY(services::glue::create_table(transaction, storage_.scope, database_, entry(report),
                                           storage_.clock.now()));
          return add_partitions(transaction, report);
        });
  }

  base::Result<void> choose_kind() {
    const auto kind = kind_of(write_.source());
    if (!kind) return not_supported(fmt::format("a table of {}", write_.source()));
    kind_ = *kind;
    return {};
  }

  base::Result<std::string> new_location() {
    if (auto path = take_option(*write_.mutable_options(), "path")) {
      location_ = *std::move(path);
    } else {
      managed_ = true;
      std::string folder = TRY(database_location());
      if (folder.empty()) folder = place_in_warehouse(session_, database_).value_or("");
      if (folder.empty())
        return base::refusal(
            "UNSUPPORTED_FEATURE", 400,
            fmt::format(
                "[UNSUPPORTED_FEATURE] There is no place for the table {}: give it the option `path`, "
                "its database a LocationUri, or the server a warehouse (`dovetail serve --warehouse "
                "s3://bucket/folder`).",
                shown()));
      while (folder.ends_with('/')) folder.pop_back();
      location_ = fmt::format("{}/{}/", folder, table_);
    }
    TRY(place_of(location_));
    return location_;
  }

  base::Result<std::string> database_location() {
    services::glue::CatalogBrowser browser(storage_.journal, storage_.scope);
    const auto database = TRY(browser.database(database_));
    return database ? database->location : std::string();
  }

  api::glue::TableInput entry(const plan::WriteReport& report) const {
    return entry(services::glue::written_columns(report.columns()),
                 services::glue::written_columns(report.partition_columns()));
  }

  api::glue::TableInput entry(std::vector<api::glue::Column> columns,
                              std::vector<api::glue::Column> keys) const {
    auto parameters = services::glue::table_parameters_of(kind_);
    parameters.insert(parameters_.begin(), parameters_.end());
    parameters.emplace("spark.sql.sources.provider", base::to_lower(services::glue::name_of(kind_)));
    parameters.emplace("spark.sql.create.version", plan::kSparkVersion);
    return {.name = table_,
            .storage_descriptor = services::glue::storage_of_files(
                kind_, lake::S3Path::parse(location_)->folder().uri(), std::move(columns)),
            .partition_keys = std::move(keys),
            .table_type = managed_ ? kManaged : kExternal,
            .parameters = std::move(parameters)};
  }

  base::Result<void> add_partitions(store::Transaction& transaction, const plan::WriteReport& report) {
    const StoredTable stored =
        TRY(services::glue::require_table(transaction, storage_.scope, database_, table_));
    for (const std::vector<std::string>& values : services::glue::written_partitions(report))
      if (const auto known = TRY(partition_of(transaction, stored, values))) TRY(check_place(stored, *known));
    TRY(services::glue::add_written_partitions(transaction, stored, kind_, report, storage_.clock.now()));
    return forget_statistics(transaction, stored, storage_);
  }

  // Every partition goes, as all files did: one that got no rows would name an empty folder.
  base::Result<void> replace_partitions(store::Transaction& transaction, const plan::WriteReport& report) {
    const StoredTable stored =
        TRY(services::glue::require_table(transaction, storage_.scope, database_, table_));
    TRY(services::glue::remove_partitions(transaction, stored));
    return add_partitions(transaction, report);
  }

  static base::Result<lake::S3Path> place_of(const std::string& location) {
    auto place = lake::S3Path::parse(location);
    if (!place) return not_supported(fmt::format("a table at '{}', which is not in S3,", location));
    return *std::move(place);
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
  std::string database_;
  std::string table_;
  std::string location_;  // of a new table
  bool managed_ = false;  // its files go with it
  bool inserts_ = false;
  FileKind kind_ = FileKind::Parquet;
};

}  // namespace

base::Result<void> run_table_write(WriteOperation write, bool dynamic, const ExecutionContext& context,
                                   const TableParameters& parameters, const sql::PartitionSpec& partition) {
  return TableWrite(std::move(write), dynamic, parameters, partition, context).run();
}

base::Result<void> create_table_without_rows(WriteOperation form, const sql::TableNameParts& name,
                                             const std::vector<plan::Column>& columns, bool if_not_exists,
                                             const TableParameters& parameters,
                                             const ExecutionContext& context) {
  const sql::PartitionSpec none;
  return TableWrite(std::move(form), false, parameters, none, context)
      .run_without_rows(name, columns, if_not_exists);
}

}  // namespace spark_door
