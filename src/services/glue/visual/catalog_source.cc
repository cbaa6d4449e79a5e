// CatalogSource and S3CatalogSource: the files of a table of the Data Catalog, read as its SerDe says.
// Follows https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-partitions.html (pushdown
// predicates). Folders below a location are read too, as Athena does.
#include "base/text.h"
#include "services/glue/storage_format.h"
#include "services/glue/visual/column_types.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_source.h"

namespace services::glue::visual {
namespace {

using api::glue::CatalogSource;
using api::glue::S3CatalogSource;

base::Result<std::vector<Field>> fields_of(const std::vector<plan::Column>& columns) {
  std::vector<Field> fields;
  for (const plan::Column& column : columns) {
    const auto type = spark_type(column.type);
    if (!type)
      return base::refusal(
          "UnsupportedType", 400,
          fmt::format("the type {} of the column {} is not supported", column.type, column.name));
    fields.push_back({.name = column.name, .type = *type});
  }
  return fields;
}

// Each object's values of the table's partition keys.
FolderColumns keys_of(const plan::Table& table, const std::vector<plan::Partition>& places,
                      const std::vector<SourceObject>& objects) {
  FolderColumns keys;
  for (const plan::Column& key : table.partition_keys) keys.names.push_back(key.name);
  if (keys.names.empty()) return keys;
  for (const SourceObject& object : objects) keys.values.push_back(places[object.place].values);
  return keys;
}

base::Result<Frame> read_table(const std::string& database, const std::string& name,
                               const std::string& predicate, SourceReader::Query query,
                               SourceReader& reader) {
  const plan::Table table = TRY(reader.tables().table(database, name));
  const std::vector<plan::Partition> places =
      TRY(reader.tables().places(table, predicate, reader.run_aside()));
  query.recurse = true;
  query.with_empty = false;
  query.for_each_path = true;  // partitions may share a location: each has its rows
  for (const plan::Partition& place : places) query.paths.push_back(place.location);
  const std::vector<SourceObject> objects = TRY(reader.find(query));
  if (objects.empty()) return Frame{};
  reader.pin(objects, keys_of(table, places, objects));

  std::vector<Field> fields = TRY(fields_of(table.columns));
  for (Field& key : TRY(fields_of(table.partition_keys))) fields.push_back(std::move(key));
  const plan::StorageFormat storage = as_spark_reads(table.storage);
  plan::Relation relation = plan::read(storage.format, schema_of(fields), storage.options, reader.plan_id());
  return Frame{std::move(relation), std::move(fields)};
}

base::Result<void> check_catalog_source(const CatalogSource&) {
  return {};
}
base::Result<void> check_s3_catalog_source(const S3CatalogSource&) {
  return {};
}

base::Result<Frame> read_catalog_source(const CatalogSource& node, SourceReader& reader) {
  return read_table(node.database, node.table, node.partition_predicate.value_or(""), {}, reader);
}

base::Result<Frame> read_s3_catalog_source(const S3CatalogSource& node, SourceReader& reader) {
  SourceReader::Query query;
  if (node.additional_options) {
    query.max_files = node.additional_options->bounded_files;
    query.max_bytes = node.additional_options->bounded_size;
  }
  return read_table(node.database, node.table, node.partition_predicate.value_or(""), std::move(query),
                    reader);
}

}  // namespace

NodeKind catalog_source_kind() {
  return source<&Node::catalog_source, check_catalog_source, read_catalog_source>("CatalogSource");
}
NodeKind s3_catalog_source_kind() {
  return source<&Node::s3_catalog_source, check_s3_catalog_source, read_s3_catalog_source>("S3CatalogSource");
}

}  // namespace services::glue::visual
