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

// From the narrowest to the widest.
constexpr std::string_view kNumbers[] = {"tinyint", "smallint", "int", "bigint", "float", "double"};

bool is_simple(std::string_view type) {
  return type.find('<') == type.npos && type != "binary";
}

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

std::optional<std::string> common_type(const std::string& a, const std::string& b) {
  if (a == b) return a;
  const auto* first = std::find(std::begin(kNumbers), std::end(kNumbers), a);
  const auto* second = std::find(std::begin(kNumbers), std::end(kNumbers), b);
  if (first != std::end(kNumbers) && second != std::end(kNumbers))
    return std::string(*std::max(first, second));
  if ((a == "string" && is_simple(b)) || (b == "string" && is_simple(a))) return "string";
  return std::nullopt;
}

}  // namespace services::glue::visual
