#include "services/glue/presto_view.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/text.h"

namespace services::glue {
namespace {

namespace json = boost::json;

base::Error invalid(const std::string& name, std::string_view why) {
  return base::refusal("HIVE_INVALID_VIEW_DATA", 400,
                       fmt::format("Invalid view JSON of '{}': {}", name, why));
}

// Empty: there is none.
std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

}  // namespace

base::Result<plan::View> parse_presto_view(const std::string& text, const std::string& name) {
  constexpr std::string_view kBefore = "/* Presto View: ", kBehind = " */";
  const std::string trimmed(base::trim(text));
  if (!trimmed.starts_with(kBefore) || !trimmed.ends_with(kBehind))
    return base::refusal("NOT_SUPPORTED", 400, fmt::format("Hive views are not supported: '{}'", name));
  const auto size = trimmed.size() - kBefore.size() - kBehind.size();
  const auto decoded = base::from_base64(trimmed.substr(kBefore.size(), size));
  if (!decoded) return invalid(name, "it is no base64");
  boost::system::error_code failed;
  const json::value value = json::parse(*decoded, failed);
  if (failed || !value.is_object()) return invalid(name, "it is no JSON object");
  const json::object& definition = value.get_object();
  plan::View view{.sql = text_of(definition, "originalSql"),
                  .catalog = text_of(definition, "catalog"),
                  .schema = text_of(definition, "schema")};
  if (view.sql.empty()) return invalid(name, "it has no originalSql");
  const json::value* columns = definition.if_contains("columns");
  if (columns == nullptr || !columns->is_array()) return invalid(name, "it has no columns");
  for (const json::value& column : columns->get_array()) {
    if (!column.is_object()) return invalid(name, "a column is no object");
    view.columns.push_back(
        {.name = text_of(column.get_object(), "name"), .type = text_of(column.get_object(), "type")});
    if (view.columns.back().name.empty() || view.columns.back().type.empty())
      return invalid(name, "a column has no name or no type");
  }
  return view;
}

}  // namespace services::glue
