// S3JsonSource. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format-json-home.html. The columns are
// those of all records, by the engine's inference (engine/sources/json_shape.h). Other than on AWS, values of
// two types in one place become the type that holds both, or text, and no choice of them.
#include "engine/sources/json_options.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_source.h"

namespace services::glue::visual {
namespace {

using api::glue::S3JsonSource;

constexpr const char* kFormat = "glue.json";

plan::Options json_options(const S3JsonSource& node) {
  plan::Options options{{"multiLine", node.multiline.value_or(false) ? "true" : "false"}};
  if (node.json_path && !node.json_path->empty()) options["jsonPath"] = *node.json_path;
  if (node.compression_type) options["compressionType"] = *node.compression_type;
  return options;
}

base::Result<void> check_s3_json_source(const S3JsonSource& node) {
  TRY(check_s3_paths(node.paths));
  TRY(check_grouping(node.group_files, node.group_size));
  TRY(s3_query(node));
  TRY(checked(engine::parse_json_options(kFormat, json_options(node))));
  return {};
}

base::Result<Frame> read_s3_json_source(const S3JsonSource& node, SourceReader& reader) {
  const std::vector<SourceObject> objects = TRY(reader.find(TRY(s3_query(node))));
  if (objects.empty()) return Frame{};
  reader.pin(objects);
  const plan::Options options = json_options(node);
  std::vector<Field> fields = TRY(reader.describe(kFormat, options));
  if (fields.empty()) return Frame{};
  plan::Relation relation = plan::read(kFormat, schema_of(fields), options, reader.plan_id());
  return Frame{std::move(relation), std::move(fields)};
}

}  // namespace

NodeKind s3_json_source_kind() {
  return source<&Node::s3_json_source, check_s3_json_source, read_s3_json_source>("S3JsonSource");
}

}  // namespace services::glue::visual
