#include "spark/writes.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lake/s3_path.h"
#include "spark/errors.h"
#include "spark/file_listing.h"
#include "spark/folder_write.h"
#include "spark/options.h"
#include "spark/plans.h"
#include "spark/table_write.h"

namespace spark_door {
namespace {

using spark::connect::WriteOperation;

base::Error path_exists(const std::string& uri) {
  return base::refusal(
      "PATH_ALREADY_EXISTS", 400,
      fmt::format("[PATH_ALREADY_EXISTS] Path {} already exists. Set mode as \"overwrite\" to overwrite the "
                  "existing path. SQLSTATE: 42K04",
                  uri));
}

base::Result<void> check_members(const WriteOperation& write) {
  if (write.has_bucket_by()) return not_supported("bucketBy");
  if (write.sort_column_names_size() > 0)
    return base::refusal("SORT_BY_WITHOUT_BUCKETING", 400,
                         "[SORT_BY_WITHOUT_BUCKETING] sortBy must be used together with bucketBy. "
                         "SQLSTATE: 42601");
  return only(write, {"input", "source", "path", "table", "mode", "partitioning_columns", "options"});
}

std::optional<std::string> setting(Session& session, std::string_view key) {
  return session.with_settings([&](Settings& settings) { return settings.find(key); });
}

// What the session's settings say where the write says nothing.
void complete(WriteOperation& write, Session& session) {
  write.set_source(write.source().empty() ? default_source(session) : base::to_lower(write.source()));
  for (const std::string_view format : {"parquet", "orc", "avro"}) {
    if (write.source() != format || has_option(write.options(), "compression")) continue;
    if (format == "orc" && has_option(write.options(), "orc.compress")) continue;
    const auto codec = setting(session, fmt::format("spark.sql.{}.compression.codec", format));
    if (codec) (*write.mutable_options())["compression"] = *codec;
  }
}

base::Result<bool> exists(const Storage& storage, const lake::S3Path& folder) {
  const lake::Bucket bucket = TRY(storage.lake.bucket_of(storage.scope.account, folder.bucket));
  return !TRY(storage.lake.list(bucket, {.prefix = folder.key, .max_keys = 1})).objects.empty();
}

}  // namespace

std::string default_source(Session& session) {
  return base::to_lower(setting(session, "spark.sql.sources.default").value_or("parquet"));
}

base::Result<void> run_write(WriteOperation write, const ExecutionContext& context,
                             const TableParameters& parameters) {
  TRY(check_members(write));
  complete(write, context.session);
  const std::string mode =
      take_option(*write.mutable_options(), "partitionOverwriteMode")
          .value_or(setting(context.session, "spark.sql.sources.partitionOverwriteMode").value_or("static"));
  const bool dynamic = base::iequals(mode, "dynamic");
  if (write.has_table()) return run_table_write(std::move(write), dynamic, context, parameters);

  const std::optional<std::string> option = take_option(*write.mutable_options(), "path");
  const std::string uri = TRY(uri_of(write.has_path() ? write.path() : option.value_or("")));
  if (!is_s3(uri)) return not_supported(fmt::format("writing to '{}', which is not in S3,", uri));
  FolderWrite folder{.folder = lake::S3Path::parse(uri)->folder()};
  if (write.mode() == WriteOperation::SAVE_MODE_OVERWRITE) {
    folder.overwrites = dynamic && write.partitioning_columns_size() > 0
                            ? FolderWrite::Overwrites::WrittenPartitions
                            : FolderWrite::Overwrites::Everything;
  } else if (write.mode() != WriteOperation::SAVE_MODE_APPEND &&
             TRY(exists(context.executor.storage(), folder.folder))) {
    if (write.mode() == WriteOperation::SAVE_MODE_IGNORE) return {};
    return path_exists(uri);
  }
  folder.operation = std::move(write);
  return folder.run(context);
}

}  // namespace spark_door
