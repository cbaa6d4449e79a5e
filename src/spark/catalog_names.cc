#include "spark/catalog_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/spark_error.h"

namespace spark_door {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

base::Result<void> check_new_name(const std::string& name) {
  if (!name.empty() && std::ranges::all_of(name, is_word)) return {};
  return plan::spark_error("INVALID_SCHEMA_OR_RELATION_NAME",
                           "<name> is not a valid name for tables/schemas. Valid names only contain alphabet "
                           "characters, numbers and _.",
                           {{"name", fmt::format("`{}`", name)}});
}

}  // namespace spark_door
