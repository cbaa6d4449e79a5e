#pragma once

#include "services/glue/visual/node_kind.h"

// What node_kinds.cc lists; each kind is in a file of its own name.
namespace services::glue::visual {

// s3_csv_source.cc
base::Result<void> check_s3_csv_source(const api::glue::S3CsvSource& node);
base::Result<Frame> read_s3_csv_source(const api::glue::S3CsvSource& node, const Label& label,
                                       SourceReader& reader);

// apply_mapping.cc
base::Result<void> check_apply_mapping(const api::glue::ApplyMapping& node);
base::Result<Frame> apply_mapping(const api::glue::ApplyMapping& node, std::vector<Frame> inputs);

// drop_duplicates.cc
base::Result<void> check_drop_duplicates(const api::glue::DropDuplicates& node);
base::Result<Frame> drop_duplicates(const api::glue::DropDuplicates& node, std::vector<Frame> inputs);

// s3_glue_parquet_target.cc
base::Result<void> check_s3_glue_parquet_target(const api::glue::S3GlueParquetTarget& node);
base::Result<Target> s3_glue_parquet_target(const api::glue::S3GlueParquetTarget& node);
base::Result<plan::WriteOperation> write_s3_glue_parquet_target(const api::glue::S3GlueParquetTarget& node,
                                                                const Target& target, Frame input);

}  // namespace services::glue::visual
