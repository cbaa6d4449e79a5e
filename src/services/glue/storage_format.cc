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

constexpr std::string_view kByPlace = "orc.column.index.access";
constexpr std::string_view kOrc[] = {kByPlace};
constexpr std::string_view kAvro[] = {"avro.schema.literal", "avro.schema.url"};

// The SerDes that can be read and the data source of a plan that reads as each of them does. A source of text
// is handed all of the SerDe's own parameters and refuses, by name, those that it cannot honour; the others
// have parameters that say nothing of how their rows are read.
struct Serde {
  std::string_view library;
  std::string_view format;
  Names row_parameters = {};
  bool is_text = true;
};

constexpr std::string_view kHiveOrc = "hive.orc";

constexpr Serde kSerdes[] = {
    {"org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", "hive.text", kLazySimple},
    {"org.apache.hadoop.hive.serde2.OpenCSVSerde", "hive.opencsv", kOpenCsv},
    {"org.openx.data.jsonserde.JsonSerDe", "openx.json", kOpenX},
    {"org.apache.hive.hcatalog.data.JsonSerDe", "hive.json", kHiveJson},
    {"org.apache.hadoop.hive.serde2.JsonSerDe", "hive.json", kHiveJson},
    {"org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", "parquet", {}, false},
    {"org.apache.hadoop.hive.ql.io.orc.OrcSerde", kHiveOrc, kOrc, false},
    {"org.apache.hadoop.hive.serde2.avro.AvroSerDe", "avro", kAvro, false},
};

plan::StorageFormat format_of(const Serde& serde, const Parameters& own, const Parameters& descriptor,
                              const Parameters& table) {
  plan::StorageFormat storage{.format = std::string(serde.format)};
  if (serde.is_text) storage.options = own;
  for (const Parameters* parameters : {&own, &descriptor, &table})
    for (const std::string_view name : serde.row_parameters)
      if (const auto found = parameters->find(std::string(name)); found != parameters->end())
        storage.options[found->first] = found->second;
  for (const std::string_view lines : {kHeader, kFooter})
    if (const auto found = storage.options.find(std::string(lines)); found != storage.options.end())
      if (found->second == "0") storage.options.erase(found);
  return storage;
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
    return format_of(known, serde.parameters.value_or(Parameters{}),
                     descriptor.parameters.value_or(Parameters{}), table_parameters);
  }
  return unsupported(library.empty()
                         ? "The table names no SerDe (StorageDescriptor.SerdeInfo.SerializationLibrary)."
                         : fmt::format("SerDe {} cannot be read yet.", library));
}

plan::StorageFormat as_spark_reads(plan::StorageFormat storage) {
  if (storage.format != kHiveOrc) return storage;
  storage.format = "orc";
  storage.options.erase(std::string(kByPlace));
  return storage;
}

}  // namespace services::glue
