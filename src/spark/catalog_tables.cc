#include "spark/catalog_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lake/hive_folders.h"
#include "lake/s3_path.h"
#include "plan/program.pb.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/catalog.h"
#include "services/glue/written_table.h"
#include "spark/errors.h"
#include "spark/file_listing.h"
#include "spark/options.h"
#include "spark/plans.h"
#include "spark/table_creation.h"
#include "spark/table_errors.h"
#include "spark/table_removal.h"
#include "spark/writes.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using spark::connect::DataType;

struct FolderFiles {
  std::vector<FoundFile> files;
  lake::FolderColumns folders;
};

base::Result<FolderFiles> files_at(const std::string& path, const ExecutionContext& context) {
  const Storage& storage = context.executor.storage();
  const lake::Lease lease = TRY(storage.lake.lease());
  FolderFiles found{.files = TRY(find_files({.paths = {path}, .base_path = {}, .name_glob = {}}, storage,
                                            lease, context.stop)),
                    .folders = {}};
  std::vector<lake::PlacedFile> placed;
  for (const FoundFile& file : found.files) placed.push_back({file.uri, file.path_below()});
  found.folders = TRY(lake::hive_folders(placed));
  return found;
}

std::vector<plan::Column> columns_of(const DataType& schema) {
  std::vector<plan::Column> columns;
  for (const auto& field : schema.struct_().fields())
    columns.push_back({field.name(), plan::type_text(field.data_type()), ""});
  return columns;
}

base::Result<plan::Table> require_table(const std::vector<std::string>& name, std::string_view operation,
                                        const Tables& tables, const Storage& storage) {
  if (tables.temporary_view(name) != nullptr)
    return plan::spark_error(
        "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", "'<operation>' expects a table but <viewName> is a view.",
        {{"viewName", fmt::format("`{}`", base::join(name, "`.`"))}, {"operation", std::string(operation)}});
  services::glue::Catalog catalog(storage.journal, storage.scope);
  auto table = TRY(catalog.table(tables.database_of(name), name.back()));
  if (!table) return no_table(name);
  return *std::move(table);
}

// The places of the table's keys among the columns of its folders.
base::Result<std::vector<std::size_t>> places_of(const plan::Table& table,
                                                 const lake::FolderColumns& folders) {
  std::vector<std::size_t> places;
  for (const plan::Column& key : table.partition_keys) {
    const auto place = std::ranges::find_if(
        folders.names, [&](const std::string& name) { return base::iequals(name, key.name); });
    if (place == folders.names.end())
      return not_supported(fmt::format("a table whose folders do not say its partition key {}", key.name));
    places.push_back(static_cast<std::size_t>(place - folders.names.begin()));
  }
  return places;
}

}  // namespace

base::Result<std::vector<plan::Column>> columns_of_files(spark::connect::WriteOperation& form,
                                                         const std::string& path, const Tables& tables,
                                                         const ExecutionContext& context) {
  if (path.empty()) return plan::no_schema(form.source());
  plan::Relation files;
  files.mutable_read()->mutable_data_source()->set_format(form.source());
  files.mutable_read()->mutable_data_source()->add_paths(path);
  auto columns = TRY(tables.describe(std::move(files)));
  form.clear_partitioning_columns();
  for (const std::string& column : TRY(files_at(path, context)).folders.names)
    form.add_partitioning_columns(column);
  return columns;
}

base::Result<plan::Relation> create_catalog_table(spark::connect::CreateTable asked, const Tables& tables,
                                                  const ExecutionContext& context) {
  TRY(only(asked, {"table_name", "path", "source", "description", "schema", "options"}));
  const auto name = TRY(sql::parse_spark_name(asked.table_name()));
  spark::connect::WriteOperation form;
  form.set_source(asked.source().empty() ? default_source(context.session) : base::to_lower(asked.source()));
  *form.mutable_options() = asked.options();
  const auto option = take_option(*form.mutable_options(), "path");
  const std::string path = asked.path().empty() ? option.value_or("") : asked.path();
  auto columns = columns_of(asked.schema());
  if (columns.empty()) columns = TRY(columns_of_files(form, path, tables, context));
  if (!path.empty()) (*form.mutable_options())["path"] = path;
  TableParameters parameters;
  if (!asked.description().empty()) parameters["comment"] = asked.description();
  TRY(create_table_without_rows(std::move(form), name, columns, false, parameters, context));
  auto made = TRY(tables.find(name));
  if (!made) return no_table(name);
  return std::move(made->relation);
}

base::Result<void> recover_partitions(const std::vector<std::string>& name, const std::string& operation,
                                      const Tables& tables, const ExecutionContext& context) {
  const Storage& storage = context.executor.storage();
  const plan::Table table = TRY(require_table(name, operation, tables, storage));
  if (table.partition_keys.empty())
    return no_partitioned_table(fmt::format("`{}`.`{}`.`{}`", kCatalogName, table.database, table.name),
                                operation);
  auto listed = files_at(table.location, context);
  if (!listed.ok() && listed.error().code == "PATH_NOT_FOUND") return {};  // nobody has written to it yet
  const FolderFiles found = TRY(std::move(listed));
  const auto kind = services::glue::kind_of_source(table.storage.format);
  if (!kind) return not_supported(fmt::format("{} of {}", operation, table.storage.format));
  const auto places = TRY(places_of(table, found.folders));
  plan::WriteReport written;
  for (std::size_t i = 0; i < found.files.size(); ++i) {
    plan::WrittenFile& file = *written.add_files();
    file.set_uri(found.files[i].uri);
    for (const std::size_t place : places) {
      plan::PartitionValue& value = *file.add_partition_values();
      if (found.folders.values[i][place]) value.set_value(*found.folders.values[i][place]);
    }
  }
  return storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const auto stored =
        TRY(services::glue::require_table(transaction, storage.scope, table.database, table.name));
    return services::glue::add_written_partitions(transaction, stored, *kind, written, storage.clock.now());
  });
}

base::Result<void> truncate_table(const std::vector<std::string>& name, const Tables& tables,
                                  const ExecutionContext& context) {
  const Storage& storage = context.executor.storage();
  const plan::Table table = TRY(require_table(name, "TRUNCATE TABLE", tables, storage));
  services::glue::Catalog catalog(storage.journal, storage.scope);
  const auto folder = lake::S3Path::parse(table.location);
  const auto is_inside = [&](const std::string& location) {
    const auto place = lake::S3Path::parse(location);
    return folder && place && place->bucket == folder->bucket && place->key.starts_with(folder->folder().key);
  };
  for (const plan::Partition& partition : TRY(catalog.partitions(table, {})))
    if (!is_inside(partition.location))
      return not_supported(fmt::format("truncating a table with a partition at '{}'", partition.location));
  return storage.journal.write([&](store::Transaction& transaction) {
    return remove_rows(transaction, table.database, table.name, storage);
  });
}

}  // namespace spark_door
