#include "spark/tables.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/catalog.h"
#include "spark/errors.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

std::string quoted_name(const std::vector<std::string>& parts) {
  std::vector<std::string> quoted;
  for (const std::string& part : parts) quoted.push_back(fmt::format("`{}`", part));
  return base::join(quoted, ".");
}

bool is_format(std::string_view name) {
  static const std::set<std::string, std::less<>> formats = {"csv", "json", "parquet", "text", "orc", "avro"};
  return formats.contains(base::to_lower(name));
}

// Its plan id is given once it is pinned.
plan::Relation read_of(std::string_view format, const std::string& path) {
  plan::Relation relation;
  auto& source = *relation.mutable_read()->mutable_data_source();
  source.set_format(std::string(format));
  source.add_paths(path);
  return relation;
}

}  // namespace

base::Error no_table(const std::vector<std::string>& name) {
  return plan::no_table(quoted_name(name));
}

base::Error no_database(const std::string& name) {
  return plan::spark_error("SCHEMA_NOT_FOUND",
                           "The schema <schemaName> cannot be found. Verify the spelling and correctness of "
                           "the schema and catalog.\nIf you did not qualify the name with a catalog, verify "
                           "the current_schema() output, or qualify the name with the correct catalog.\nTo "
                           "tolerate the error on drop use DROP SCHEMA IF EXISTS.",
                           {{"schemaName", fmt::format("`{}`.`{}`", kCatalogName, name)}});
}

base::Result<std::optional<sql::View>> Tables::find(const std::vector<std::string>& name) const {
  if (const auto view = temporary_view(name)) return *view;
  if (name.size() > 3 || (name.size() == 3 && !base::iequals(name[0], kCatalogName)))
    return std::optional<sql::View>();
  const std::string database = database_of(name);
  services::glue::Catalog catalog(storage_.journal, storage_.scope);
  const auto table = TRY(catalog.table(database, name.back()));
  if (!table && name.size() == 2 && is_format(name[0])) return files(name[0], name[1]);
  if (!table) return std::optional<sql::View>();
  if (table->view)
    return not_supported(
        fmt::format("the view {} of the Data Catalog", quoted_name({database, name.back()})));
  std::vector<plan::Column> columns = table->columns;
  columns.insert(columns.end(), table->partition_keys.begin(), table->partition_keys.end());
  return sql::View{.name = name.back(),
                   .relation = read_of(kTableSource, quoted_name({database, name.back()})),
                   .columns = std::move(columns)};
}

std::shared_ptr<const sql::View> Tables::temporary_view(const std::vector<std::string>& name) const {
  if (name.size() == 1) return views_.find(name[0]);
  return name.size() == 2 && base::iequals(name[0], kGlobalViews) ? global_views_.find(name[1]) : nullptr;
}

std::string Tables::database_of(const std::vector<std::string>& name) const {
  return base::to_lower(name.size() > 1 ? name[name.size() - 2] : database_);
}

base::Result<std::optional<sql::View>> Tables::files(const std::string& format,
                                                     const std::string& path) const {
  plan::Relation relation = read_of(base::to_lower(format), path);
  std::vector<plan::Column> columns = TRY(describe_(relation));
  return sql::View{.name = path, .relation = std::move(relation), .columns = std::move(columns)};
}

base::Result<plan::Table> find_table(plan::Catalog& catalog, const std::string& name) {
  const std::vector<std::string> parts = TRY(sql::parse_spark_name(name));
  auto table = TRY(catalog.table(parts.size() > 1 ? parts[parts.size() - 2] : "default", parts.back()));
  if (!table) return no_table(parts);
  return *std::move(table);
}

}  // namespace spark_door
