#include "services/glue/written_table.h"

#include "base/text.h"
#include "plan/program.pb.h"
#include "services/glue/partition_key.h"

namespace services::glue {
namespace {

using api::glue::Column;
using api::glue::StorageDescriptor;
using Parameters = std::map<std::string, std::string>;

// How the Data Catalog describes the files that a target writes.
struct Description {
  std::string_view name;
  std::string_view classification;
  std::string_view input_format;
  std::string_view output_format;
  std::string_view serde;
  Parameters serde_parameters;
  Parameters table_parameters;
};

constexpr const char* kTextInput = "org.apache.hadoop.mapred.TextInputFormat";
constexpr const char* kTextOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";

// CSV has quotes, so it takes the SerDe that reads them; that one has NULL for a number only where the table
// has it for what is invalid.
Description description_of(FileKind files) {
  switch (files) {
    case FileKind::Parquet:
      return {.name = "Parquet",
              .classification = "parquet",
              .input_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
              .output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
              .serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
              .serde_parameters = {{"serialization.format", "1"}},
              .table_parameters = {{"useGlueParquetWriter", "true"}}};
    case FileKind::Csv:
      return {.name = "CSV",
              .classification = "csv",
              .input_format = kTextInput,
              .output_format = kTextOutput,
              .serde = "org.apache.hadoop.hive.serde2.OpenCSVSerde",
              .serde_parameters = {{"separatorChar", ","}, {"quoteChar", "\""}, {"escapeChar", "\\"}},
              .table_parameters = {{"skip.header.line.count", "1"}, {"use.null.for.invalid.data", "true"}}};
    case FileKind::Json:
      return {.name = "JSON",
              .classification = "json",
              .input_format = kTextInput,
              .output_format = kTextOutput,
              .serde = "org.openx.data.jsonserde.JsonSerDe",
              .serde_parameters = {},
              .table_parameters = {}};
    case FileKind::Orc:
      return {.name = "ORC",
              .classification = "orc",
              .input_format = "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
              .output_format = "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
              .serde = "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
              .serde_parameters = {{"serialization.format", "1"}},
              .table_parameters = {}};
    case FileKind::Avro:
      return {.name = "Avro",
              .classification = "avro",
              .input_format = "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
              .output_format = "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
              .serde = "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
              .serde_parameters = {{"serialization.format", "1"}},
              .table_parameters = {}};
  }
  return {};
}

std::vector<std::string> values_of(const plan::WrittenFile& file) {
  std::vector<std::string> values;
  for (const plan::PartitionValue& value : file.partition_values())
    values.emplace_back(value.has_value() ? std::string_view(value.value()) : kNullPartition);
  return values;
}

}  // namespace

std::optional<FileKind> kind_of_source(std::string_view source) {
  static const std::map<std::string_view, FileKind> kinds = {
      {"parquet", FileKind::Parquet},  {"csv", FileKind::Csv},   {"hive.text", FileKind::Csv},
      {"hive.opencsv", FileKind::Csv}, {"json", FileKind::Json}, {"openx.json", FileKind::Json},
      {"hive.json", FileKind::Json},   {"orc", FileKind::Orc},   {"hive.orc", FileKind::Orc},
      {"avro", FileKind::Avro}};
  const auto found = kinds.find(source);
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

bool is_text(FileKind files) {
  return files == FileKind::Csv || files == FileKind::Json;
}

std::string_view name_of(FileKind files) {
  return description_of(files).name;
}

std::string_view classification_of(FileKind files) {
  return description_of(files).classification;
}

std::string_view serde_of(FileKind files) {
  return description_of(files).serde;
}

Parameters table_parameters_of(FileKind files) {
  const Description description = description_of(files);
  Parameters parameters = description.table_parameters;
  parameters.emplace("classification", description.classification);
  return parameters;
}

std::vector<Column> written_columns(const google::protobuf::RepeatedPtrField<plan::WrittenColumn>& written) {
  std::vector<Column> columns;
  for (const plan::WrittenColumn& column : written)
    columns.push_back({.name = base::to_lower(column.name()), .type = column.type()});
  return columns;
}

StorageDescriptor storage_of_files(FileKind files, std::string location, std::vector<Column> columns,
                                   bool compressed) {
  const Description description = description_of(files);
  return {.columns = std::move(columns),
          .location = std::move(location),
          .input_format = std::string(description.input_format),
          .output_format = std::string(description.output_format),
          .compressed = compressed,
          .number_of_buckets = -1,
          .serde_info = api::glue::SerDeInfo{.serialization_library = std::string(description.serde),
                                             .parameters = description.serde_parameters},
          .stored_as_sub_directories = false};
}

std::set<std::vector<std::string>> written_partitions(const plan::WriteReport& written) {
  std::set<std::vector<std::string>> partitions;
  for (const plan::WrittenFile& file : written.files())
    if (file.partition_values_size() > 0) partitions.insert(values_of(file));
  return partitions;
}

// A partition that is there already stays as it is, its location and its parameters too.
base::Result<void> add_written_partitions(store::Transaction& journal, const StoredTable& table,
                                          FileKind files, const plan::WriteReport& written,
                                          base::Timestamp now) {
  const std::string classification(classification_of(files));
  std::set<std::vector<std::string>> done;
  for (const plan::WrittenFile& file : written.files()) {
    std::vector<std::string> values = values_of(file);
    if (values.empty() || !done.insert(values).second) continue;
    StorageDescriptor storage = table.input.storage_descriptor.value_or(StorageDescriptor());
    storage.location = file.uri().substr(0, file.uri().rfind('/') + 1);
    TRY(add_partition(journal, table,
                      {.values = std::move(values),
                       .storage_descriptor = std::move(storage),
                       .parameters = Parameters{{"classification", classification}}},
                      now));
  }
  return {};
}

}  // namespace services::glue
