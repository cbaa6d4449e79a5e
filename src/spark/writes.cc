#include "spark/writes.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/text.h"
#include "lake/s3_path.h"
#include "spark/errors.h"
#include "spark/file_listing.h"
#include "spark/folder_write.h"
#include "spark/local_write.h"
#include "spark/options.h"
#include "spark/plans.h"
#include "spark/table_write.h"
#include "spark/write_codec.h"

namespace spark_door {
namespace {

using spark::connect::WriteOperation;

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
  const auto most_rows = setting(session, kMaxRecordsPerFile);
  if (!has_option(write.options(), "maxRecordsPerFile") && base::parse_int(*most_rows).value_or(0) > 0)
    (*write.mutable_options())["maxRecordsPerFile"] = *most_rows;
}

// Of S3, whether anything is in the folder, which is no thing of its own.
base::Result<bool> exists(const Storage& storage, const std::string& uri) {
  if (!is_s3(uri)) {
    std::error_code error;
    return std::filesystem::exists(path_of(uri), error);
  }
  const lake::S3Path folder = lake::S3Path::parse(uri)->folder();
  const lake::Bucket bucket = TRY(storage.lake.bucket_of(storage.scope.account, folder.bucket));
  return !TRY(storage.lake.list(bucket, {.prefix = folder.key, .max_keys = 1})).objects.empty();
}

FolderWrite::Overwrites overwrites_of(const WriteOperation& write, bool dynamic) {
  if (write.mode() != WriteOperation::SAVE_MODE_OVERWRITE) return FolderWrite::Overwrites::Nothing;
  return dynamic && write.partitioning_columns_size() > 0 ? FolderWrite::Overwrites::WrittenPartitions
                                                          : FolderWrite::Overwrites::Everything;
}

}  // namespace

std::string default_source(Session& session) {
  return base::to_lower(setting(session, "spark.sql.sources.default").value_or("parquet"));
}

base::Result<void> run_write(WriteOperation write, const ExecutionContext& context,
                             const TableParameters& parameters, const sql::PartitionSpec& partition) {
  TRY(check_members(write));
  complete(write, context.session);
  const std::string overwriting =
      take_option(*write.mutable_options(), "partitionOverwriteMode")
          .value_or(setting(context.session, "spark.sql.sources.partitionOverwriteMode").value_or("static"));
  const bool dynamic = base::iequals(overwriting, "dynamic");
  if (write.has_table()) return run_table_write(std::move(write), dynamic, context, parameters, partition);

  complete_codec(write, context.session);
  const std::optional<std::string> option = take_option(*write.mutable_options(), "path");
  const std::string uri = TRY(uri_of(write.has_path() ? write.path() : option.value_or("")));
  const auto mode = write.mode();
  const bool is_new = mode != WriteOperation::SAVE_MODE_OVERWRITE && mode != WriteOperation::SAVE_MODE_APPEND;
  if (is_new && TRY(exists(context.executor.storage(), uri)))
    return mode == WriteOperation::SAVE_MODE_IGNORE ? base::Result<void>() : path_exists(uri);
  const auto overwrites = overwrites_of(write, dynamic);
  if (!is_s3(uri))
    return run_local_write(std::move(write), uri, {.overwrites = overwrites, .is_new = is_new}, context);
  FolderWrite folder{
      .operation = std::move(write), .folder = lake::S3Path::parse(uri)->folder(), .overwrites = overwrites};
  return folder.run(context);
}

}  // namespace spark_door
