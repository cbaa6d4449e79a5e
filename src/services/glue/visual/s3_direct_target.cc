// S3DirectTarget: files of a format under a path, by partition, and, when the policy says so, the table that
// describes them. CSV has a header and is written as Spark writes it; so are lines of JSON. Where a table
// describes them, they are written as its SerDe reads them. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format.html
#include "api/glue/errors.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_target.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::S3DirectTarget;

// How a plan writes a format.
struct Format {
  std::string_view name;
  FileKind files;
  std::string_view source;
  plan::Options options;
};

base::Result<Format> format_of(const S3DirectTarget& node) {
  static const Format kFormats[] = {{"parquet", FileKind::Parquet, "glueparquet", {}},
                                    {"csv", FileKind::Csv, "glue.csv", {{"header", "true"}}},
                                    {"json", FileKind::Json, "glue.json", {}},
                                    {"orc", FileKind::Orc, "glue.orc", {}},
                                    {"avro", FileKind::Avro, "glue.avro", {}}};
  for (const Format& format : kFormats)
    if (format.name == node.format) return format;
  return errors::invalid_input_exception(fmt::format("Format {} is not supported yet.", node.format));
}

// Of whole files: those that Hadoop's tools read by the ends of their names. AWS's page says bzip for bzip2.
base::Result<std::string> text_compression(const std::string& name) {
  if (name == "bzip" || name == "bzip2") return std::string("bzip2");
  if (name == "gzip" || name == "none") return name;
  if (name == "uncompressed") return std::string("none");
  return errors::invalid_input_exception(
      fmt::format("Compression {} is not supported for files of text; gzip, bzip2 and none are.", name));
}

base::Result<std::string> compression_of(const S3DirectTarget& node, FileKind files) {
  const std::string name = node.compression.value_or("");
  if (!name.empty()) return is_text(files) ? text_compression(name) : compression_inside(files, name);
  if (is_text(files)) return std::string("none");
  return std::string(files == FileKind::Avro ? "uncompressed" : "snappy");
}

base::Result<Target> s3_direct_target(const S3DirectTarget& node) {
  Target target = TRY(s3_target(node));
  target.files = TRY(format_of(node)).files;
  target.compressed = is_text(target.files) && TRY(compression_of(node, target.files)) != "none";
  return target;
}

base::Result<void> check_s3_direct_target(const S3DirectTarget& node) {
  const Format format = TRY(format_of(node));
  TRY(compression_of(node, format.files));
  TRY(s3_direct_target(node));
  return {};
}

base::Result<plan::WriteOperation> write_s3_direct_target(const S3DirectTarget& node, const Target& target,
                                                          Frame input) {
  const Format format = TRY(format_of(node));
  const plan::StorageFormat files =
      target.table_storage.value_or(plan::StorageFormat{std::string(format.source), format.options});
  plan::Options options = files.options;
  options["compression"] = TRY(compression_of(node, format.files));
  return write_files(target, std::move(input), files.format, std::move(options));
}

}  // namespace

NodeKind s3_direct_target_kind() {
  return target<&Node::s3_direct_target, check_s3_direct_target, s3_direct_target, write_s3_direct_target>(
      "S3DirectTarget");
}

}  // namespace services::glue::visual
