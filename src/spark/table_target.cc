#include "spark/table_target.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/spark_version.h"
#include "services/glue/catalog_browser.h"
#include "spark/errors.h"
#include "spark/folders.h"
#include "spark/options.h"
#include "spark/table_errors.h"
#include "spark/tables.h"
#include "spark/warehouse.h"

namespace spark_door {
namespace {

using services::glue::FileKind;
using spark::connect::WriteOperation;

constexpr const char* kManaged = "MANAGED_TABLE";
constexpr const char* kExternal = "EXTERNAL_TABLE";

base::Result<std::string> database_location(const std::string& name, const Storage& storage) {
  services::glue::CatalogBrowser browser(storage.journal, storage.scope);
  const auto database = TRY(browser.database(name));
  return database ? database->location : std::string();
}

base::Error no_place(const TableTarget& target) {
  return base::refusal(
      "UNSUPPORTED_FEATURE", 400,
      fmt::format("[UNSUPPORTED_FEATURE] There is no place for the table {}: give it the option `path`, its "
                  "database a LocationUri, or the server a warehouse (`dovetail serve --warehouse "
                  "s3://bucket/folder`).",
                  target.whole_name()));
}

}  // namespace

std::string TableTarget::short_name() const {
  return fmt::format("`{}`.`{}`", database, name);
}

std::string TableTarget::whole_name() const {
  return fmt::format("`{}`.`{}`.`{}`", kCatalogName, database, name);
}

base::Result<TableTarget> target_named(const sql::TableNameParts& name, Session& session) {
  if (name.size() > 3 || (name.size() == 3 && !base::iequals(name[0], kCatalogName)))
    return not_supported(fmt::format("the catalog of '{}'", base::join(name, ".")));
  return TableTarget{.database = base::to_lower(name.size() > 1 ? name[name.size() - 2] : session.database()),
                     .name = base::to_lower(name.back()),
                     .location = ""};
}

std::optional<FileKind> written_kind(std::string_view source) {
  const auto kind = services::glue::kind_of_source(source);
  const bool is_written = kind && *kind != FileKind::Csv && source != "hive.json";
  return is_written ? kind : std::nullopt;
}

base::Result<void> choose_kind(TableTarget& target, const WriteOperation& form) {
  const auto kind = written_kind(form.source());
  if (!kind) return not_supported(fmt::format("a table of {}", form.source()));
  target.kind = *kind;
  return {};
}

base::Result<void> choose_place(TableTarget& target, WriteOperation& form, const ExecutionContext& context) {
  if (auto path = take_option(*form.mutable_options(), "path")) {
    target.location = *std::move(path);
  } else {
    target.managed = true;
    std::string folder = TRY(database_location(target.database, context.executor.storage()));
    if (folder.empty()) folder = place_in_warehouse(context.session, target.database).value_or("");
    if (folder.empty()) return no_place(target);
    while (folder.ends_with('/')) folder.pop_back();
    target.location = fmt::format("{}/{}/", folder, target.name);
  }
  const lake::S3Path place = TRY(place_of(target.location));
  if (target.managed && !TRY(is_empty(place.folder(), context.executor.storage())))
    return location_exists(target.whole_name(), target.location);
  return {};
}

base::Result<lake::S3Path> place_of(const std::string& location) {
  auto place = lake::S3Path::parse(location);
  if (!place) return not_supported(fmt::format("a table at '{}', which is not in S3,", location));
  return *std::move(place);
}

api::glue::TableInput entry_of(const TableTarget& target, const TableParameters& parameters,
                               std::vector<api::glue::Column> columns, std::vector<api::glue::Column> keys) {
  auto all = services::glue::table_parameters_of(target.kind);
  all.insert(parameters.begin(), parameters.end());
  all.emplace("spark.sql.sources.provider", base::to_lower(services::glue::name_of(target.kind)));
  all.emplace("spark.sql.create.version", plan::kSparkVersion);
  return {.name = target.name,
          .storage_descriptor = services::glue::storage_of_files(
              target.kind, lake::S3Path::parse(target.location)->folder().uri(), std::move(columns)),
          .partition_keys = std::move(keys),
          .table_type = target.managed ? kManaged : kExternal,
          .parameters = std::move(all)};
}

}  // namespace spark_door
