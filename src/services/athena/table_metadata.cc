#include "services/athena/table_metadata.h"

namespace services::athena {
namespace {

using namespace api::athena;

std::vector<Column> columns_of(const std::vector<plan::Column>& columns) {
  std::vector<Column> result;
  for (const plan::Column& column : columns) {
    Column shown{.name = column.name};
    if (!column.type.empty()) shown.type = column.type;
    if (!column.comment.empty()) shown.comment = column.comment;
    result.push_back(std::move(shown));
  }
  return result;
}

std::map<std::string, std::string> parameters_of(const plan::TableDescription& table) {
  std::map<std::string, std::string> parameters = table.parameters;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) parameters[name] = value;
  };
  add("location", table.location);
  add("inputformat", table.input_format);
  add("outputformat", table.output_format);
  add("serde.serialization.lib", table.serde);
  for (const auto& [name, value] : table.serde_parameters) add("serde.param." + name, value);
  return parameters;
}

}  // namespace

TableMetadata table_metadata(const plan::TableDescription& table) {
  TableMetadata metadata{.name = table.name,
                         .create_time = table.created_at,
                         .last_access_time = table.last_access.value_or(base::from_micros(0)),
                         .columns = columns_of(table.columns),
                         .partition_keys = columns_of(table.partition_keys),
                         .parameters = parameters_of(table)};
  if (!table.type.empty()) metadata.table_type = table.type;
  return metadata;
}

}  // namespace services::athena
