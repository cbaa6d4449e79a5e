// S3GlueParquetTarget: Parquet files under a path, by partition, and the table that describes them. Follows
// https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::S3GlueParquetTarget;

// All of AWS's but lzo.
base::Result<std::string> compression_of(const S3GlueParquetTarget& node) {
  const std::string name = node.compression.value_or("snappy");
  if (name != "lzo") return name == "none" ? "uncompressed" : name;
  return errors::invalid_input_exception(fmt::format("Compression {} is not supported.", name));
}

base::Result<std::optional<CatalogUpdate>> catalog_update(const S3GlueParquetTarget& node) {
  const auto& policy = node.schema_change_policy;
  if (!policy || !policy->enable_update_catalog.value_or(false)) return std::optional<CatalogUpdate>();
  if (policy->database.value_or("").empty() || policy->table.value_or("").empty())
    return errors::invalid_input_exception(
        "SchemaChangePolicy: EnableUpdateCatalog needs a Database and a Table.");
  using Behavior = CatalogUpdate::Behavior;
  return std::optional(CatalogUpdate{
      .database = base::to_lower(*policy->database),
      .table = base::to_lower(*policy->table),
      .behavior = policy->update_behavior == "LOG" ? Behavior::Log : Behavior::UpdateInDatabase});
}

base::Result<Target> s3_glue_parquet_target(const S3GlueParquetTarget& node) {
  Target target;
  target.path = TRY(parse_s3_path(node.path));
  target.catalog = TRY(catalog_update(node));
  for (const auto& path : node.partition_keys.value_or(std::vector<std::vector<std::string>>())) {
    if (path.size() != 1)
      return errors::invalid_input_exception(
          fmt::format("PartitionKeys: '{}' is not a column of its own.", base::join(path, ".")));
    target.partition_keys.push_back(path.front());
  }
  return target;
}

base::Result<void> check_s3_glue_parquet_target(const S3GlueParquetTarget& node) {
  TRY(compression_of(node));
  TRY(s3_glue_parquet_target(node));
  return {};
}

base::Result<plan::WriteOperation> write_s3_glue_parquet_target(const S3GlueParquetTarget& node,
                                                                const Target& target, Frame input) {
  plan::WriteOptions options;
  options.options["compression"] = TRY(compression_of(node));
  for (const std::string& key : target.partition_keys) {
    const Field* field = input.find(key);
    if (field == nullptr)
      return base::refusal(
          "UnknownColumn", 400,
          fmt::format("the partition key '{}' is no column; the input has: {}", key, input.field_names()));
    options.partition_by.push_back(field->name);
  }
  if (options.partition_by.size() >= input.fields.size())
    return base::refusal("AllColumnsPartitioned", 400,
                         "every column is a partition key, so the files would have none.");
  return plan::write(std::move(input.relation), "glueparquet", target.path.folder().uri(), options);
}

}  // namespace

NodeKind s3_glue_parquet_target_kind() {
  return target<&Node::s3_glue_parquet_target, check_s3_glue_parquet_target, s3_glue_parquet_target,
                write_s3_glue_parquet_target>("S3GlueParquetTarget");
}

}  // namespace services::glue::visual
