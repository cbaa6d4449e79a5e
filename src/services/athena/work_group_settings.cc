#include "services/athena/work_group_settings.h"

#include <fmt/format.h>

#include "api/athena/tables.h"
#include "lake/s3_path.h"
#include "services/athena/refusals.h"
#include "wire/stored.h"

namespace services::athena {
namespace {

using namespace api::athena;

// There is one engine; AUTO is whichever is the newest.
base::Result<EngineVersion> engine_version(const std::optional<EngineVersion>& asked) {
  const std::string selected = asked ? asked->selected_engine_version.value_or("AUTO") : std::string("AUTO");
  if (selected != "AUTO" && selected != kEngineVersion)
    return invalid_request(fmt::format("The engine version '{}' is not available: there are AUTO and '{}'",
                                       selected, kEngineVersion));
  return EngineVersion{.selected_engine_version = selected, .effective_engine_version = kEngineVersion};
}

base::Result<void> check_location(const std::optional<std::string>& location) {
  if (!location || lake::S3Path::parse(*location)) return {};
  return invalid_request("outputLocation is not a valid S3 path.");
}

template <typename T>
void replace(std::optional<T>& value, const std::optional<T>& update, bool remove) {
  if (remove) value.reset();
  if (update) value = update;
}

base::Result<void> apply(const ResultConfigurationUpdates& updates, ResultConfiguration& results) {
  TRY(check_location(updates.output_location));
  replace(results.output_location, updates.output_location, updates.remove_output_location.value_or(false));
  replace(results.expected_bucket_owner, updates.expected_bucket_owner,
          updates.remove_expected_bucket_owner.value_or(false));
  return {};
}

}  // namespace

WorkGroupRow primary_work_group() {
  const WorkGroupConfiguration configuration{
      .result_configuration = ResultConfiguration{},
      .enforce_work_group_configuration = false,
      .publish_cloud_watch_metrics_enabled = false,
      .requester_pays_enabled = false,
      .engine_version =
          EngineVersion{.selected_engine_version = "AUTO", .effective_engine_version = kEngineVersion}};
  return {.name = kPrimary, .state = work_group_state::kEnabled, .configuration = to_row(configuration)};
}

base::Result<WorkGroupRow> require_work_group(store::Connection& connection, const Scope& scope,
                                              std::string_view name) {
  std::optional<WorkGroupRow> row = TRY(WorkGroupsStore::find(connection, scope, name));
  if (row) return *std::move(row);
  if (name == kPrimary) return primary_work_group();
  return invalid_request(fmt::format("WorkGroup {} is not found.", name));
}

base::Result<WorkGroupConfiguration> new_configuration(WorkGroupConfiguration configuration) {
  if (!configuration.result_configuration) configuration.result_configuration.emplace();
  TRY(check_location(configuration.result_configuration->output_location));
  configuration.engine_version = TRY(engine_version(configuration.engine_version));
  if (!configuration.enforce_work_group_configuration) configuration.enforce_work_group_configuration = true;
  if (!configuration.publish_cloud_watch_metrics_enabled)
    configuration.publish_cloud_watch_metrics_enabled = true;
  if (!configuration.requester_pays_enabled) configuration.requester_pays_enabled = false;
  return configuration;
}

base::Result<void> apply(const WorkGroupConfigurationUpdates& updates,
                         WorkGroupConfiguration& configuration) {
  if (updates.result_configuration_updates)
    TRY(apply(*updates.result_configuration_updates, *configuration.result_configuration));
  if (updates.engine_version) configuration.engine_version = TRY(engine_version(updates.engine_version));
  replace(configuration.bytes_scanned_cutoff_per_query, updates.bytes_scanned_cutoff_per_query,
          updates.remove_bytes_scanned_cutoff_per_query.value_or(false));
  replace(configuration.enforce_work_group_configuration, updates.enforce_work_group_configuration, false);
  replace(configuration.publish_cloud_watch_metrics_enabled, updates.publish_cloud_watch_metrics_enabled,
          false);
  replace(configuration.requester_pays_enabled, updates.requester_pays_enabled, false);
  return {};
}

std::string to_row(const WorkGroupConfiguration& configuration) {
  return wire::to_stored(tables::kWorkGroupConfiguration, configuration);
}

base::Result<WorkGroupConfiguration> configuration_of(const WorkGroupRow& row) {
  auto configuration =
      TRY(wire::from_stored<WorkGroupConfiguration>(tables::kWorkGroupConfiguration, row.configuration));
  if (!configuration.result_configuration) configuration.result_configuration.emplace();
  return configuration;
}

// 1. A workgroup that enforces its settings decides alone.
// 2. Else a client's location counts, and with it the client's bucket owner.
// 3. Without one, the workgroup's does.
QuerySettings query_settings(const WorkGroupConfiguration& configuration,
                             const std::optional<ResultConfiguration>& asked) {
  const bool enforced = configuration.enforce_work_group_configuration.value_or(false);
  const bool client = !enforced && asked && asked->output_location;
  const ResultConfiguration& results = client ? *asked : *configuration.result_configuration;
  QuerySettings settings{.output_location = results.output_location.value_or(""),
                         .bucket_owner = results.expected_bucket_owner.value_or(""),
                         .scan_limit = configuration.bytes_scanned_cutoff_per_query,
                         .engine_version = *configuration.engine_version->selected_engine_version};
  // Without a location of its own, a client still says whose the bucket must be.
  if (!enforced && asked && asked->expected_bucket_owner)
    settings.bucket_owner = *asked->expected_bucket_owner;
  return settings;
}

}  // namespace services::athena
