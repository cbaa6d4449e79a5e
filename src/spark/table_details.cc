#include "spark/table_details.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"
#include "services/glue/written_table.h"
#include "spark/statistics.h"
#include "spark/stored_views.h"

namespace spark_door {
namespace {

using services::glue::StoredTable;
using Parameters = std::map<std::string, std::string>;

std::string value_of(const Parameters& parameters, const std::string& key) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? std::string() : found->second;
}

// As Java's Date prints it.
std::string time_text(base::Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%a %b %d %H:%M:%S} UTC {:%Y}", seconds, seconds);
}

std::string in_brackets(const Parameters& properties) {
  std::vector<std::string> pairs;
  for (const auto& [key, value] : properties) pairs.push_back(fmt::format("{}={}", key, value));
  return fmt::format("[{}]", base::join(pairs, ", "));
}

void add_unless_empty(Details& details, const std::string& name, const std::string& value) {
  if (!value.empty()) details.emplace_back(name, value);
}

// How a table of Hive's is read.
void add_serde(Details& details, const StoredTable& table) {
  const auto descriptor = table.input.storage_descriptor.value_or(api::glue::StorageDescriptor());
  const auto serde = descriptor.serde_info.value_or(api::glue::SerDeInfo());
  add_unless_empty(details, "Serde Library", serde.serialization_library.value_or(""));
  add_unless_empty(details, "InputFormat", descriptor.input_format.value_or(""));
  add_unless_empty(details, "OutputFormat", descriptor.output_format.value_or(""));
  if (serde.parameters && !serde.parameters->empty())
    details.emplace_back("Storage Properties", in_brackets(*serde.parameters));
}

void add_view(Details& details, const StoredTable& table) {
  add_unless_empty(details, "View Text", table.input.view_expanded_text.value_or(""));
  add_unless_empty(details, "View Original Text", table.input.view_original_text.value_or(""));
  const auto stored = stored_view_of(table);
  if (!stored.ok() || !*stored) return;
  details.emplace_back("View Schema Mode", "COMPENSATION");
  details.emplace_back("View Catalog and Namespace", fmt::format("{}.{}", kCatalogName, (*stored)->names_in));
  std::vector<std::string> columns;
  for (const std::string& column : (*stored)->query_columns) columns.push_back(in_backticks({column}));
  details.emplace_back("View Query Output Columns", fmt::format("[{}]", base::join(columns, ", ")));
}

}  // namespace

std::string type_shown(const StoredTable& table) {
  return is_view(table) ? "VIEW" : is_managed(table) ? "MANAGED" : "EXTERNAL";
}

std::string provider_of(const StoredTable& table) {
  const std::string provider =
      value_of(table.input.parameters.value_or(Parameters()), "spark.sql.sources.provider");
  return provider.empty() && !is_view(table) ? "hive" : provider;
}

Parameters shown_properties(const Parameters& parameters) {
  Parameters shown;
  const auto kind = services::glue::kind_of_source(value_of(parameters, "spark.sql.sources.provider"));
  const Parameters of_files = kind ? services::glue::table_parameters_of(*kind) : Parameters();
  for (const auto& [key, value] : parameters) {
    const bool is_ours = value_of(of_files, key) == value && of_files.contains(key);
    if (!is_ours && key != "comment" && !is_of_view(key)) shown.emplace(key, value);
  }
  return shown;
}

Details details_of(const StoredTable& table) {
  const Parameters parameters = table.input.parameters.value_or(Parameters());
  const std::string version = value_of(parameters, "spark.sql.create.version");
  Details details = {{"Catalog", std::string(kCatalogName)},
                     {"Database", table.row.database},
                     {"Table", table.row.name},
                     {"Created Time", time_text(table.row.created_at)},
                     {"Last Access", "UNKNOWN"},
                     {"Created By", version.empty() ? "Spark 2.2 or prior" : "Spark " + version},
                     {"Type", type_shown(table)}};
  if (table.input.owner) details.emplace(details.begin() + 3, "Owner", *table.input.owner);
  add_unless_empty(details, "Provider", provider_of(table));
  add_unless_empty(details, "Comment", value_of(parameters, "comment"));
  if (is_view(table)) add_view(details, table);
  const Parameters properties = shown_properties(parameters);
  if (!properties.empty()) details.emplace_back("Table Properties", in_brackets(properties));
  if (is_view(table)) return details;
  add_unless_empty(details, "Statistics", statistics_text(parameters));
  add_unless_empty(details, "Location", location_of(table));
  if (provider_of(table) == "hive") add_serde(details, table);
  if (table.key_count() > 0) details.emplace_back("Partition Provider", "Catalog");
  return details;
}

Details details_of(const StoredTable& table, const PartitionEntry& partition) {
  const auto keys = table.partition_keys();
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < keys.size() && i < partition.row.values.size(); ++i)
    pairs.push_back(fmt::format("{}={}", keys[i].name, partition.row.values[i]));
  Details details = {{"Partition Values", fmt::format("[{}]", base::join(pairs, ", "))}};
  add_unless_empty(details, "Location", partition.location());
  details.emplace_back("Created Time", time_text(partition.row.created_at));
  details.emplace_back("Last Access", "UNKNOWN");
  add_unless_empty(details, "Partition Statistics",
                   statistics_text(partition.input.parameters.value_or(Parameters())));
  return details;
}

}  // namespace spark_door
