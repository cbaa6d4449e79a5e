#include "spark/file_query.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/conversions.h"
#include "engine/sources/format_options.h"
#include "plan/spark_error.h"
#include "spark/errors.h"
#include "spark/options.h"

namespace spark_door {
namespace {

using Options = google::protobuf::Map<std::string, std::string>;

base::Result<bool> take_boolean(Options& options, std::string_view name) {
  const auto value = take_option(options, name);
  return value ? engine::spark_boolean(*value) : base::Result<bool>(false);
}

base::Result<std::optional<base::Timestamp>> take_time(Options& options, std::string_view name) {
  const auto text = take_option(options, name);
  if (!text) return std::optional<base::Timestamp>();
  const auto parsed = engine::text_to_timestamp(*text);
  if (!parsed)
    return plan::spark_error(
        "_LEGACY_ERROR_TEMP_1294",
        "The timestamp provided for the '<strategy>' option is invalid. The expected format is "
        "'YYYY-MM-DDTHH:mm:ss', but the provided timestamp: <timeString>.",
        {{"strategy", base::to_lower(name)}, {"timeString", *text}});
  if (!parsed->region.empty()) return not_supported(fmt::format("the option {} = '{}'", name, *text));
  const std::chrono::seconds offset(parsed->offset_seconds.value_or(0));
  return std::optional(base::from_micros(parsed->local_micros) - offset);
}

}  // namespace

base::Result<FileQuery> take_file_query(spark::connect::Read::DataSource& source) {
  Options& options = *source.mutable_options();
  FileQuery query;
  query.paths = {source.paths().begin(), source.paths().end()};
  query.base_path = take_option(options, "basePath");
  query.name_glob = take_option(options, "pathGlobFilter").value_or("");
  query.recursive = TRY(take_boolean(options, "recursiveFileLookup"));
  query.modified_before = TRY(take_time(options, "modifiedBefore"));
  query.modified_after = TRY(take_time(options, "modifiedAfter"));
  TRY(take_boolean(options, "ignoreMissingFiles"));
  if (TRY(take_boolean(options, "ignoreCorruptFiles"))) options["ignoreCorruptFiles"] = "true";
  if (auto path = take_option(options, "path"); path && query.paths.empty())
    query.paths.push_back(*std::move(path));
  source.clear_paths();
  return query;
}

}  // namespace spark_door
