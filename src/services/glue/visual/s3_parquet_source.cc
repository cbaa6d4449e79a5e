// S3ParquetSource. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format-parquet-home.html. Subfolders
// are always read, as AWS has it of Parquet; folders of name=value give columns. Other than on AWS, a column
// that two files have of other types is refused and becomes no choice of them.
#include <algorithm>

#include "base/text.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_source.h"

namespace services::glue::visual {
namespace {

using api::glue::S3ParquetSource;

constexpr const char* kFormat = "parquet";

base::Result<SourceReader::Query> query_of(const S3ParquetSource& node) {
  SourceReader::Query query = TRY(s3_query(node));
  query.recurse = true;
  return query;
}

base::Result<void> check_s3_parquet_source(const S3ParquetSource& node) {
  TRY(check_s3_paths(node.paths));
  TRY(query_of(node));
  return {};
}

// A DynamicFrame has one type of timestamps: those of a wall clock are taken for UTC.
std::vector<Field> with_instants(std::vector<Field> fields) {
  for (Field& field : fields)
    if (field.type == "timestamp_ntz") field.type = "timestamp";
  return fields;
}

// What the files hold: without the columns of their folders, which stand last.
std::vector<Field> of_files(const std::vector<Field>& fields, const FolderColumns& folders) {
  return {fields.begin(), fields.end() - static_cast<std::ptrdiff_t>(folders.names.size())};
}

base::Result<Frame> read_s3_parquet_source(const S3ParquetSource& node, SourceReader& reader) {
  const std::vector<SourceObject> objects = TRY(reader.find(TRY(query_of(node))));
  if (objects.empty()) return Frame{};
  std::vector<lake::PlacedFile> files;
  for (const SourceObject& object : objects) files.push_back({object.uri, object.path_below()});
  const FolderColumns folders = TRY(lake::hive_folders(files));
  reader.pin(objects, folders);
  std::vector<Field> fields = with_instants(TRY(reader.describe(kFormat, {})));
  plan::Relation relation = plan::read(kFormat, schema_of(of_files(fields, folders)), {}, reader.plan_id());
  return Frame{std::move(relation), std::move(fields)};
}

}  // namespace

NodeKind s3_parquet_source_kind() {
  return source<&Node::s3_parquet_source, check_s3_parquet_source, read_s3_parquet_source>("S3ParquetSource");
}

}  // namespace services::glue::visual
