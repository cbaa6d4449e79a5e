#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/glue/types.h"
#include "services/glue/visual/frame.h"
#include "services/glue/visual/s3_path.h"
#include "services/glue/visual/target.h"

// What the targets of files in S3 have in common.
namespace services::glue::visual {

base::Result<std::vector<std::string>> partition_keys(
    const std::optional<std::vector<std::vector<std::string>>>& paths);
base::Result<std::optional<CatalogUpdate>> catalog_update(
    const std::optional<api::glue::DirectSchemaChangePolicy>& policy);
base::Result<void> check_data_quality(const std::optional<api::glue::AutoDataQuality>& quality);

// Path, PartitionKeys, SchemaChangePolicy and AutoDataQuality.
template <typename Node>
base::Result<Target> s3_target(const Node& node) {
  Target target;
  target.path = TRY(parse_s3_path(node.path));
  target.catalog = TRY(catalog_update(node.schema_change_policy));
  target.partition_keys = TRY(partition_keys(node.partition_keys));
  TRY(check_data_quality(node.auto_data_quality));
  return target;
}

// The write of the frame to the target's folder; its partition keys are columns of it.
base::Result<plan::WriteOperation> write_files(const Target& target, Frame input, std::string_view source,
                                               plan::Options options);

// What Compression may say of files that compress inside, in the words of the plan's writer.
base::Result<std::string> compression_inside(FileKind files, const std::string& name);

}  // namespace services::glue::visual
