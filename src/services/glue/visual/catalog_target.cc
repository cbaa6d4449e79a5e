// CatalogTarget and S3CatalogTarget: files into the location of a table of the Data Catalog, as the table is
// stored. Only S3CatalogTarget changes the table: its policy adds partitions and, unless it is LOG, columns.
// Follows https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
#include "base/text.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_target.h"

namespace services::glue::visual {
namespace {

using api::glue::BasicCatalogTarget;
using api::glue::S3CatalogTarget;

// The rest is the table's, and found when a run begins.
template <typename Node>
base::Result<Target> table_target(const Node& node) {
  Target target;
  target.table = TableName{.database = base::to_lower(node.database), .name = base::to_lower(node.table)};
  target.partition_keys = TRY(partition_keys(node.partition_keys));
  return target;
}

base::Result<Target> catalog_target(const BasicCatalogTarget& node) {
  return table_target(node);
}

base::Result<Target> s3_catalog_target(const S3CatalogTarget& node) {
  Target target = TRY(table_target(node));
  TRY(check_data_quality(node.auto_data_quality));
  const auto& policy = node.schema_change_policy;
  if (policy && policy->enable_update_catalog.value_or(false))
    target.catalog = CatalogUpdate{.database = target.table->database,
                                   .table = target.table->name,
                                   .behavior = policy->update_behavior == "LOG"
                                                   ? CatalogUpdate::Behavior::Log
                                                   : CatalogUpdate::Behavior::UpdateInDatabase};
  return target;
}

base::Result<void> check_catalog_target(const BasicCatalogTarget& node) {
  TRY(catalog_target(node));
  return {};
}
base::Result<void> check_s3_catalog_target(const S3CatalogTarget& node) {
  TRY(s3_catalog_target(node));
  return {};
}

template <typename Node>
base::Result<plan::WriteOperation> write_table(const Node&, const Target& target, Frame input) {
  switch (target.files) {
    case FileKind::Parquet:
      return write_files(target, std::move(input), "glueparquet", {});
    case FileKind::Csv:
      return write_files(target, std::move(input), "glue.csv", target.csv);
    case FileKind::Json:
      return write_files(target, std::move(input), "glue.json", {});
    case FileKind::Orc:
      return write_files(target, std::move(input), "glue.orc", {});
    case FileKind::Avro:
      return write_files(target, std::move(input), "glue.avro", {});
  }
  return base::failure("a target of files of no kind");
}

}  // namespace

NodeKind catalog_target_kind() {
  return target<&Node::catalog_target, check_catalog_target, catalog_target, write_table<BasicCatalogTarget>>(
      "CatalogTarget");
}
NodeKind s3_catalog_target_kind() {
  return target<&Node::s3_catalog_target, check_s3_catalog_target, s3_catalog_target,
                write_table<S3CatalogTarget>>("S3CatalogTarget");
}

}  // namespace services::glue::visual
