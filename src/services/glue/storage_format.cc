#include "services/glue/storage_format.h"

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
    {"org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", "parquet", false},
};

constexpr const char* kHeaderLines = "skip.header.line.count";

// The header count stands with the table or with the descriptor, depending on who made it.
plan::StorageFormat text_format(const Serde& serde, const Parameters& serde_parameters,
                                const Parameters& descriptor, const Parameters& table) {
  plan::StorageFormat storage{.format = std::string(serde.format), .options = serde_parameters};
  for (const Parameters* parameters : {&descriptor, &table})
    if (const auto found = parameters->find(kHeaderLines); found != parameters->end())
      storage.options[kHeaderLines] = found->second;
  return storage;
}

}  // namespace

base::Result<plan::StorageFormat> storage_format(const api::glue::StorageDescriptor& descriptor,
                                                 const Parameters& table_parameters) {
  const auto serde = descriptor.serde_info.value_or(api::glue::SerDeInfo{});
  const std::string library = serde.serialization_library.value_or("");
  for (const Serde& known : kSerdes) {
    if (known.library != library) continue;
    if (!known.text) return plan::StorageFormat{.format = std::string(known.format)};
    return text_format(known, serde.parameters.value_or(Parameters{}),
                       descriptor.parameters.value_or(Parameters{}), table_parameters);
  }
  return base::refusal("HIVE_UNSUPPORTED_FORMAT", 400,
                       library.empty()
                           ? "The table names no SerDe (StorageDescriptor.SerdeInfo.SerializationLibrary)."
                           : fmt::format("SerDe {} cannot be read yet.", library));
}

}  // namespace services::glue
