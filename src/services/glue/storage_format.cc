#include "services/glue/storage_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/text.h"

namespace services::glue {
namespace {

using Parameters = std::map<std::string, std::string>;

// What a SerDe reads of a table's own parameters too, and of its descriptor's: Hive hands it all of them as
// one, in which the table's come last. Others (classification, recordCount, ...) say nothing of how rows are
// read.
using Names = std::span<const std::string_view>;
constexpr std::string_view kHeader = "skip.header.line.count";
constexpr std::string_view kFooter = "skip.footer.line.count";
constexpr std::string_view kLazySimple[] = {kHeader,
                                            kFooter,
                                            "field.delim",
                                            "line.delim",
                                            "collection.delim",
                                            "colelction.delim",
                                            "mapkey.delim",
                                            "escape.delim",
                                            "serialization.null.format",
                                            "serialization.encoding",
                                            "serialization.last.column.takes.rest"};
constexpr std::string_view kOpenCsv[] = {kHeader,     kFooter,      "separatorChar",
                                         "quoteChar", "escapeChar", "use.null.for.invalid.data"};
constexpr std::string_view kOpenX[] = {kHeader,
                                       kFooter,
                                       "ignore.malformed.json",
                                       "dots.in.keys",
                                       "case.insensitive",
                                       "use.null.for.invalid.data"};
constexpr std::string_view kHiveJson[] = {kHeader, kFooter, "ignore.malformed.json", "timestamp.formats"};

// The SerDes that can be read and the data source of a plan that reads as each of them does. Text sources
// take the SerDe's own parameters as their options and refuse, by name, those that they cannot honour.
struct Serde {
  std::string_view library;
  std::string_view format;
  enum class Options { None, Text, Orc, Avro } options = Options::None;
  Names row_parameters = {};
};

constexpr std::string_view kHiveOrc = "hive.orc";

constexpr Serde kSerdes[] = {
    {"org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", "hive.text", Serde::Options::Text, kLazySimple},
    {"org.apache.hadoop.hive.serde2.OpenCSVSerde", "hive.opencsv", Serde::Options::Text, kOpenCsv},
    {"org.openx.data.jsonserde.JsonSerDe", "openx.json", Serde::Options::Text, kOpenX},
    {"org.apache.hive.hcatalog.data.JsonSerDe", "hive.json", Serde::Options::Text, kHiveJson},
    {"org.apache.hadoop.hive.serde2.JsonSerDe", "hive.json", Serde::Options::Text, kHiveJson},
    {"org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", "parquet"},
    {"org.apache.hadoop.hive.ql.io.orc.OrcSerde", kHiveOrc, Serde::Options::Orc},
    {"org.apache.hadoop.hive.serde2.avro.AvroSerDe", "avro", Serde::Options::Avro},
};

plan::StorageFormat text_format(const Serde& serde, const Parameters& serde_parameters,
                                const Parameters& descriptor, const Parameters& table) {
  plan::StorageFormat storage{.format = std::string(serde.format), .options = serde_parameters};
  for (const Parameters* parameters : {&descriptor, &table})
    for (const std::string_view name : serde.row_parameters)
      if (const auto found = parameters->find(std::string(name)); found != parameters->end())
        storage.options[found->first] = found->second;
  return storage;
}

constexpr const char* kByPlace = "orc.column.index.access";
constexpr const char* kAvroSchema = "avro.schema.literal";
constexpr const char* kAvroSchemaUrl = "avro.schema.url";

// What the SerDe is told of its columns, here or with the table.
void take_option(plan::StorageFormat& storage, const char* name, const Parameters& serde_parameters,
                 const Parameters& table) {
  for (const Parameters* parameters : {&serde_parameters, &table})
    if (const auto found = parameters->find(name); found != parameters->end())
      storage.options.emplace(name, found->second);
}

// The formats whose files hold rows as their SerDe reads them; those of the table of links to such files
// (SymlinkTextInputFormat) and of others hold something else.
constexpr std::string_view kInputFormats[] = {
    "",
    "org.apache.hadoop.mapred.TextInputFormat",
    "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "parquet.hive.DeprecatedParquetInputFormat",
    "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
    "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
};

base::Error unsupported(std::string message) {
  return base::refusal("HIVE_UNSUPPORTED_FORMAT", 400, std::move(message));
}

const std::string* find(const std::optional<Parameters>& parameters, const char* name) {
  if (!parameters) return nullptr;
  const auto found = parameters->find(name);
  return found == parameters->end() ? nullptr : &found->second;
}

// What says that a table's rows are found otherwise than by the names of its columns in the files of its
// partitions.
base::Result<void> check_parameters(const api::glue::StorageDescriptor& descriptor,
                                    const api::glue::SerDeInfo& serde) {
  const std::string input_format = descriptor.input_format.value_or("");
  if (std::ranges::find(kInputFormats, input_format) == std::end(kInputFormats))
    return unsupported(fmt::format("InputFormat {} cannot be read yet.", input_format));
  constexpr const char* kByIndex = "parquet.column.index.access";
  for (const auto* parameters : {&serde.parameters, &descriptor.parameters}) {
    const std::string* by_index = find(*parameters, kByIndex);
    if (by_index && base::iequals(*by_index, "true"))
      return unsupported(fmt::format("The SerDe parameter {} is not supported yet.", kByIndex));
  }
  return {};
}

}  // namespace

base::Result<plan::StorageFormat> storage_format(const api::glue::StorageDescriptor& descriptor,
                                                 const Parameters& table_parameters) {
  const auto serde = descriptor.serde_info.value_or(api::glue::SerDeInfo{});
  const std::string library = serde.serialization_library.value_or("");
  TRY(check_parameters(descriptor, serde));
  for (const Serde& known : kSerdes) {
    if (known.library != library) continue;
    const Parameters own = serde.parameters.value_or(Parameters{});
    if (known.options == Serde::Options::Text)
      return text_format(known, own, descriptor.parameters.value_or(Parameters{}), table_parameters);
    plan::StorageFormat storage{.format = std::string(known.format)};
    if (known.options == Serde::Options::Orc) take_option(storage, kByPlace, own, table_parameters);
    if (known.options == Serde::Options::Avro)
      for (const char* option : {kAvroSchema, kAvroSchemaUrl})
        take_option(storage, option, own, table_parameters);
    return storage;
  }
  return unsupported(library.empty()
                         ? "The table names no SerDe (StorageDescriptor.SerdeInfo.SerializationLibrary)."
                         : fmt::format("SerDe {} cannot be read yet.", library));
}

plan::StorageFormat as_spark_reads(plan::StorageFormat storage) {
  if (storage.format != kHiveOrc) return storage;
  storage.format = "orc";
  storage.options.erase(kByPlace);
  return storage;
}

}  // namespace services::glue
