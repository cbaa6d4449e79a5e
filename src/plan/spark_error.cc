#include "plan/spark_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/edit_distance.h"
#include "base/text.h"
#include "plan/builders.h"

namespace plan {

base::Error spark_error(std::string_view condition, std::string_view text,
                        std::vector<std::pair<std::string, std::string>> parameters) {
  // Conditions that Spark has not named yet are not shown.
  std::string message = condition.starts_with("_LEGACY") ? "" : fmt::format("[{}] ", condition);
  // A <name> that nobody gives stays as it is: the text is for people, and half of it is better than none.
  while (!text.empty()) {
    const std::size_t open = text.find('<');
    const std::size_t close = open == text.npos ? text.npos : text.find('>', open);
    if (close == text.npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto known = std::ranges::find(parameters, name, [](const auto& pair) { return pair.first; });
    message += text.substr(0, open);
    message += known == parameters.end() ? text.substr(open, close - open + 1) : known->second;
    text.remove_prefix(close + 1);
  }
  base::Error error = base::refusal(std::string(condition), 400, message.append(text));
  error.details = std::move(parameters);
  return error;
}

std::vector<std::string> most_similar(std::vector<std::string> quoted_names,
                                      const std::vector<std::string>& wanted) {
  constexpr std::size_t kMost = 5;
  constexpr std::size_t kCompared = 100;  // characters: what is longer is like nothing
  std::vector<std::string> parts;
  for (const std::string& part : wanted) parts.push_back(plan::quoted(part));
  const std::string written = base::join(parts, ".").substr(0, kCompared);
  std::ranges::stable_sort(quoted_names, {}, [&](const std::string& name) {
    return std::pair(base::edit_distance(name.substr(0, kCompared), written), name);
  });
  quoted_names.erase(std::ranges::unique(quoted_names).begin(), quoted_names.end());
  if (quoted_names.size() > kMost) quoted_names.resize(kMost);
  return quoted_names;
}

base::Error no_table(std::string quoted_name) {
  return spark_error(
      "TABLE_OR_VIEW_NOT_FOUND",
      "The table or view <relationName> cannot be found. Verify the spelling and correctness of the schema "
      "and "
      "catalog.\nSearch path: <searchPath>.\nIf you did not qualify the name with a schema, verify the "
      "current_schema() output, or qualify the name with the correct schema and catalog.\nTo tolerate the "
      "error "
      "on drop use DROP VIEW IF EXISTS or DROP TABLE IF EXISTS.",
      {{"relationName", std::move(quoted_name)}, {"searchPath", kSearchPath}});
}

base::Error no_schema(std::string_view format) {
  static const std::map<std::string, std::string, std::less<>> written = {
      {"csv", "CSV"}, {"json", "JSON"}, {"parquet", "Parquet"}, {"orc", "ORC"}, {"avro", "Avro"}};
  const auto found = written.find(format);
  return spark_error("UNABLE_TO_INFER_SCHEMA",
                     "Unable to infer schema for <format>. It must be specified manually.",
                     {{"format", found == written.end() ? std::string(format) : found->second}});
}

base::Error illegal_argument(std::string message) {
  return base::refusal(kIllegalArgument, 400, std::move(message));
}

}  // namespace plan
