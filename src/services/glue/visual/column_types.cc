#include "services/glue/visual/column_types.h"

#include "base/text.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"

namespace services::glue::visual {
namespace {

struct TypeName {
  std::string_view glue;
  std::string_view spark;
};

// What Glue calls otherwise than Spark. A decimal without precision is Spark's default one.
constexpr TypeName kNames[] = {{"long", "bigint"}, {"short", "smallint"},        {"byte", "tinyint"},
                               {"integer", "int"}, {"decimal", "decimal(10,2)"}, {"bool", "boolean"},
                               {"real", "float"}};

}  // namespace

std::optional<std::string> spark_type(std::string_view glue_name) {
  const std::string name = base::to_lower(base::trim(glue_name));
  for (const TypeName& known : kNames)
    if (known.glue == name) return std::string(known.spark);
  const auto type = plan::parse_type(name);
  if (!type.ok()) return std::nullopt;
  return plan::type_text(*type);
}

bool is_bare_nested(std::string_view glue_name) {
  const std::string name = base::to_lower(base::trim(glue_name));
  return name == "struct" || name == "array" || name == "map";
}

}  // namespace services::glue::visual
