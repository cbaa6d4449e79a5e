#include "services/glue/visual/s3_source.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {

base::Result<void> check_s3_paths(const std::vector<std::string>& paths) {
  if (paths.empty()) return base::refusal("InvalidInputException", 400, "Paths: there must be one at least.");
  for (const std::string& path : paths) {
    TRY(parse_s3_path(path));
    // Spark would look for what fits; taken as a key, nothing would be found and nothing said.
    if (path.find_first_of("*?[{") != path.npos)
      return base::refusal("InvalidInputException", 400,
                           fmt::format("Paths: the wildcards of '{}' are not supported yet.", path));
  }
  return {};
}

base::Result<void> check_grouping(const std::optional<std::string>& files,
                                  const std::optional<std::string>& size) {
  if (files && !files->empty() && *files != "inPartition" && *files != "none")
    return base::refusal("InvalidInputException", 400,
                         fmt::format("GroupFiles: '{}' is neither inPartition nor none.", *files));
  const auto bytes = size && !size->empty() ? base::parse_int(*size) : std::optional<std::int64_t>(1);
  if (!bytes || *bytes < 1)
    return base::refusal("InvalidInputException", 400,
                         fmt::format("GroupSize: '{}' is no number of bytes.", *size));
  return {};
}

base::Result<std::vector<std::string>> parse_exclusions(const std::vector<std::string>& lists) {
  std::vector<std::string> patterns;
  for (const std::string& list : lists) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(list, error);
    if (error || !value.is_array())
      return base::refusal("InvalidInputException", 400,
                           fmt::format("Exclusions: '{}' is not a JSON list of patterns", list));
    for (const boost::json::value& pattern : value.as_array()) {
      if (!pattern.is_string())
        return base::refusal("InvalidInputException", 400,
                             fmt::format("Exclusions: '{}' holds what is not text", list));
      patterns.emplace_back(std::string_view(pattern.as_string()));
    }
  }
  return patterns;
}

std::string schema_of(const std::vector<Field>& fields) {
  std::vector<std::string> columns;
  for (const Field& field : fields) columns.push_back(plan::quoted(field.name) + " " + field.type);
  return base::join(columns, ", ");
}

}  // namespace services::glue::visual
