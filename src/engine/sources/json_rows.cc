#include "engine/sources/json_rows.h"

#include <fmt/format.h>

#include "engine/functions/characters.h"

namespace engine {

std::unique_ptr<JsonRows> make_json_rows(const JsonOptions& options, const std::vector<JsonTarget>& targets) {
  switch (options.reader) {
    case JsonOptions::Reader::Hive:
      return hive_json_rows(options, targets);
    case JsonOptions::Reader::OpenX:
      return openx_json_rows(options, targets);
    default:
      return spark_json_rows(options, targets);
  }
}

std::string misfit_text(const JsonTarget& target, std::string_view value) {
  constexpr std::size_t kMostShown = 100;
  const bool is_long = value.size() > kMostShown;
  return fmt::format("the value {}{} of the column {} is no {}", repaired_utf8(value.substr(0, kMostShown)),
                     is_long ? "..." : "", target.name, hive_name(target.type));
}

}  // namespace engine
