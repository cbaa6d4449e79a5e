// S3GlueParquetTarget: Parquet files under a path, by partition, and the table that describes them. Follows
// https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_target.h"

namespace services::glue::visual {
namespace {

using api::glue::S3GlueParquetTarget;

// All of AWS's but lzo.
base::Result<std::string> compression_of(const S3GlueParquetTarget& node) {
  return compression_inside(FileKind::Parquet, node.compression.value_or("snappy"));
}

base::Result<void> check_s3_glue_parquet_target(const S3GlueParquetTarget& node) {
  TRY(compression_of(node));
  TRY(s3_target(node));
  return {};
}

base::Result<plan::WriteOperation> write_s3_glue_parquet_target(const S3GlueParquetTarget& node,
                                                                const Target& target, Frame input) {
  const std::string compression = TRY(compression_of(node));
  return write_files(target, std::move(input), "glueparquet", {{"compression", compression}});
}

}  // namespace

NodeKind s3_glue_parquet_target_kind() {
  return target<&Node::s3_glue_parquet_target, check_s3_glue_parquet_target, s3_target<S3GlueParquetTarget>,
                write_s3_glue_parquet_target>("S3GlueParquetTarget");
}

}  // namespace services::glue::visual
