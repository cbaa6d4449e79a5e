#include "spark/tables.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "services/glue/catalog.h"
#include "services/glue/data_catalog.h"
#include "spark/errors.h"
#include "spark/stored_views.h"
#include "sql/spark_query.h"
#include "sql/view.h"

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

base::Error temporary_in_view(const std::string& view, const std::string& temporary) {
  return plan::spark_error(
      "INVALID_TEMP_OBJ_REFERENCE",
      "Cannot create the persistent object <objName> of the type <obj> because it references to the "
      "temporary object <tempObjName> of the type <tempObj>. Please make the temporary object <tempObjName> "
      "persistent, or make the persistent object <objName> temporary.",
      {{"obj", "VIEW"}, {"objName", view}, {"tempObj", "VIEW"}, {"tempObjName", temporary}});
}

base::Error recursive_view(const std::string& view) {
  return plan::spark_error("RECURSIVE_VIEW", "Recursive view <viewIdent> detected (cycle: <newPath>).",
                           {{"viewIdent", view}, {"newPath", fmt::format("{} -> {}", view, view)}});
}

base::Error too_deep_view(const std::string& view) {
  return plan::spark_error("VIEW_EXCEED_MAX_NESTED_DEPTH",
                           "The depth of view <viewName> exceeds the maximum view resolution depth "
                           "(<maxNestedDepth>).",
                           {{"viewName", view}, {"maxNestedDepth", std::to_string(sql::kMaxViewDepth)}});
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
  if (const auto view = temporary_view(name)) {
    if (!defined_.empty()) return temporary_in_view(defined_, quoted_name(name));
    return *view;
  }
  if (name.size() > 3 || (name.size() == 3 && !base::iequals(name[0], kCatalogName)))
    return std::optional<sql::View>();
  auto found = TRY(in_catalog(name));
  if (!found && name.size() == 2 && is_format(name[0])) return files(name[0], name[1]);
  return found;
}

base::Result<std::optional<sql::View>> Tables::in_catalog(const std::vector<std::string>& name) const {
  const std::string database = database_of(name);
  const auto entry = TRY(storage_.journal.read([&](store::Snapshot& snapshot) {
    return services::glue::find_table(snapshot, storage_.scope, database, name.back());
  }));
  if (!entry) return std::optional<sql::View>();
  if (const auto view = TRY(stored_view_of(*entry))) {
    const std::string whole = quoted_name({std::string(kCatalogName), database, view->name});
    if (whole == defined_) return recursive_view(whole);
    return TRY(opened(*view, *this));
  }
  services::glue::Catalog catalog(storage_.journal, storage_.scope);
  const auto table = TRY(catalog.table(database, name.back()));
  if (!table) return std::optional<sql::View>();
  if (table->view)
    return not_supported(
        fmt::format("the view {} of the Data Catalog", quoted_name({database, name.back()})));
  std::vector<plan::Column> columns = table->columns;
  columns.insert(columns.end(), table->partition_keys.begin(), table->partition_keys.end());
  return sql::View{.name = name.back(),
                   .relation = read_of(kTableSource, quoted_name({database, name.back()})),
                   .columns = std::move(columns),
                   .of_files = true};
}

base::Result<Tables> Tables::inside_view(const std::string& database, const std::string& name,
                                         std::string names_in) const {
  static const TemporaryViews none;
  if (depth_ >= sql::kMaxViewDepth) return too_deep_view(quoted_name({database, name}));
  Tables inside(none, none, {}, storage_, std::move(names_in), describe_);
  inside.defined_ = defined_;
  inside.depth_ = depth_ + 1;
  return inside;
}

Tables Tables::defining(const std::string& database, const std::string& name) const {
  Tables tables(views_, global_views_, {}, storage_, database_, describe_);
  tables.defined_ = quoted_name({std::string(kCatalogName), database, name});
  return tables;
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
  return sql::View{
      .name = path, .relation = std::move(relation), .columns = std::move(columns), .of_files = true};
}

base::Result<plan::Table> find_table(plan::Catalog& catalog, const std::string& name) {
  const std::vector<std::string> parts = TRY(sql::parse_spark_name(name));
  auto table = TRY(catalog.table(parts.size() > 1 ? parts[parts.size() - 2] : "default", parts.back()));
  if (!table) return no_table(parts);
  return *std::move(table);
}

}  // namespace spark_door
