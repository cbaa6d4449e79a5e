#include "spark/catalog_functions.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/catalog_listing.h"
#include "spark/constant_rows.h"
#include "sql/spark_functions.h"

namespace spark_door {
namespace {

bool is_own(const std::string& name, const Tables& tables) {
  return tables.functions().scalars.contains(name) || tables.functions().tables.contains(name);
}

// The names and their order are those of Spark's Function. No class of Java's makes them here.
plan::Relation function_rows(std::vector<ConstantRow> rows) {
  return constant_rows({{"name", "string", ""},
                        {"catalog", "string", ""},
                        {"namespace", "array<string>", ""},
                        {"description", "string", ""},
                        {"className", "string", ""},
                        {"isTemporary", "boolean", ""}},
                       std::move(rows));
}

ConstantRow row_of(const std::string& name) {
  ConstantRow row;
  row.push_back(plan::literal(name));
  row.push_back(plan::null_literal("string"));
  row.push_back(plan::null_literal("array<string>"));
  row.push_back(plan::null_literal("string"));
  row.push_back(plan::null_literal("string"));
  row.push_back(plan::literal(true));  // of no database, as Spark has it of its own functions too
  return row;
}

}  // namespace

bool has_function(const std::vector<std::string>& name, const Tables& tables) {
  if (name.size() != 1) return false;
  const std::string lower = base::to_lower(name[0]);
  return is_own(lower, tables) || sql::find_spark_function(lower) != nullptr;
}

base::Result<plan::Relation> get_function(const std::vector<std::string>& name, const Tables& tables) {
  std::vector<std::string> quoted;
  for (const std::string& part : name) quoted.push_back(fmt::format("`{}`", part));
  if (!has_function(name, tables))
    return plan::spark_error("UNRESOLVED_ROUTINE",
                             "Cannot resolve routine <routineName> on search path <searchPath>.",
                             {{"routineName", base::join(quoted, ".")}, {"searchPath", plan::kSearchPath}});
  std::vector<ConstantRow> rows;
  rows.push_back(row_of(name[0]));
  return function_rows(std::move(rows));
}

base::Result<plan::Relation> list_functions(const std::string& pattern, const Tables& tables) {
  std::set<std::string> names;
  for (const std::string_view name : sql::spark_function_names()) names.emplace(name);
  for (const auto& [name, function] : tables.functions().scalars) names.insert(name);
  for (const auto& [name, function] : tables.functions().tables) names.insert(name);
  std::vector<ConstantRow> rows;
  for (const std::string& name : names)
    if (fits(pattern, name)) rows.push_back(row_of(name));
  return function_rows(std::move(rows));
}

}  // namespace spark_door
