#include "services/glue/storage_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace services::glue {
namespace {

using Parameters = std::map<std::string, std::string>;

// The SerDes that can be read and the data source of a plan that reads as each of them does. Text sources
// take the SerDe's own parameters as their options and refuse, by name, those that they cannot honour.
struct Serde {
  std::string_view library;
  std::string_view format;
  bool text;
};

constexpr Serde kSerdes[] = {
    {"org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", "hive.text", true},
    {"org.apache.hadoop.hive.serde2.OpenCSVSerde", "hive.opencsv", true},
    {"org.openx.data.jsonserde.JsonSerDe", "openx.json", true},
    {"org.apache.hive.hcatalog.data.JsonSerDe", "hive.json", true},
    {"org.apache.hadoop.hive.serde2.JsonSerDe", "hive.json", true},
    {"org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", "parquet", false},
};

// What a SerDe reads of a table's own parameters too, and of its descriptor's: Hive hands it all of them as
// one, in which the table's come last. Others (classification, recordCount, ...) say nothing of how rows are
// read.
constexpr std::string_view kRowParameters[] = {"skip.header.line.count",
                                               "skip.footer.line.count",
                                               "field.delim",
                                               "line.delim",
                                               "collection.delim",
                                               "colelction.delim",
                                               "mapkey.delim",
                                               "escape.delim",
                                               "serialization.null.format",
                                               "serialization.encoding",
                                               "serialization.last.column.takes.rest",
                                               "separatorChar",
                                               "quoteChar",
                                               "escapeChar",
                                               "ignore.malformed.json",
                                               "dots.in.keys",
                                               "case.insensitive",
                                               "use.null.for.invalid.data",
                                               "timestamp.formats"};

plan::StorageFormat text_format(const Serde& serde, const Parameters& serde_parameters,
                                const Parameters& descriptor, const Parameters& table) {
  plan::StorageFormat storage{.format = std::string(serde.format), .options = serde_parameters};
  for (const Parameters* parameters : {&descriptor, &table})
    for (const std::string_view name : kRowParameters)
      if (const auto found = parameters->find(std::string(name)); found != parameters->end())
        storage.options[found->first] = found->second;
  return storage;
}

// The formats whose files hold rows as their SerDe reads them; those of the table of links to such files
// (SymlinkTextInputFormat) and of others hold something else.
constexpr std::string_view kInputFormats[] = {
    "",
    "org.apache.hadoop.mapred.TextInputFormat",
    "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "parquet.hive.DeprecatedParquetInputFormat",
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
    if (!known.text) return plan::StorageFormat{.format = std::string(known.format)};
    return text_format(known, serde.parameters.value_or(Parameters{}),
                       descriptor.parameters.value_or(Parameters{}), table_parameters);
  }
  return unsupported(library.empty()
                         ? "The table names no SerDe (StorageDescriptor.SerdeInfo.SerializationLibrary)."
                         : fmt::format("SerDe {} cannot be read yet.", library));
}

}  // namespace services::glue
