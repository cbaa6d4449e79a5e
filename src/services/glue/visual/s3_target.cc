#include "services/glue/visual/s3_target.h"

#include <map>
#include <set>

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/builders.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

base::Result<std::vector<std::string>> partition_keys(
    const std::optional<std::vector<std::vector<std::string>>>& paths) {
  std::vector<std::string> keys;
  for (const auto& path : paths.value_or(std::vector<std::vector<std::string>>())) {
    if (path.size() != 1)
      return errors::invalid_input_exception(
          fmt::format("PartitionKeys: '{}' is not a column of its own.", base::join(path, ".")));
    keys.push_back(path.front());
  }
  return keys;
}

base::Result<std::optional<CatalogUpdate>> catalog_update(
    const std::optional<api::glue::DirectSchemaChangePolicy>& policy) {
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

base::Result<void> check_data_quality(const std::optional<api::glue::AutoDataQuality>& quality) {
  if (!quality || !quality->is_enabled.value_or(false)) return {};
  return errors::invalid_input_exception("AutoDataQuality: IsEnabled is not supported yet.");
}

base::Result<plan::WriteOperation> write_files(const Target& target, Frame input, std::string_view source,
                                               plan::Options options) {
  plan::WriteOptions write{.options = std::move(options)};
  for (const std::string& key : target.partition_keys) {
    const Field* field = input.find(key);
    if (field == nullptr)
      return base::refusal(
          "UnknownColumn", 400,
          fmt::format("the partition key '{}' is no column; the input has: {}", key, input.field_names()));
    write.partition_by.push_back(field->name);
  }
  if (write.partition_by.size() >= input.fields.size())
    return base::refusal("AllColumnsPartitioned", 400,
                         "every column is a partition key, so the files would have none.");
  return plan::write(std::move(input.relation), source, target.path.folder().uri(), std::move(write));
}

base::Result<std::string> compression_inside(FileKind files, const std::string& name) {
  static const std::map<FileKind, std::set<std::string>> known = {
      {FileKind::Parquet, {"snappy", "gzip", "zstd", "lz4", "brotli", "uncompressed"}},
      {FileKind::Orc, {"snappy", "zlib", "zstd", "lz4", "uncompressed"}},
      {FileKind::Avro, {"snappy", "deflate", "zstandard", "bzip2", "uncompressed"}}};
  if (name == "none") return std::string("uncompressed");
  if (known.at(files).contains(name)) return name;
  return errors::invalid_input_exception(fmt::format("Compression {} is not supported.", name));
}

}  // namespace services::glue::visual
