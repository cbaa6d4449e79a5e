// CatalogTarget and S3CatalogTarget: files into the location of a table of the Data Catalog, as the table is
// stored; those of text as its SerDe reads them. Only S3CatalogTarget changes the table: its policy adds
// partitions and, unless it is LOG, columns. Follows
// https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html
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

// What a plan's writer calls files of a kind that says itself what they hold.
std::string_view source_of(FileKind files) {
  switch (files) {
    case FileKind::Orc:
      return "glue.orc";
    case FileKind::Avro:
      return "glue.avro";
    default:
      return "glueparquet";
  }
}

template <typename Node>
base::Result<plan::WriteOperation> write_table(const Node&, const Target& target, Frame input) {
  if (target.table_storage)
    return write_files(target, std::move(input), target.table_storage->format, target.table_storage->options);
  return write_files(target, std::move(input), source_of(target.files), {});
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
