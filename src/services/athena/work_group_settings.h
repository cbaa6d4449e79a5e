#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/athena/types.h"
#include "base/result.h"
#include "services/athena/work_groups_store.h"

namespace services::athena {

inline constexpr const char* kPrimary = "primary";
inline constexpr const char* kEngineVersion = "Athena engine version 3";

// The row of that workgroup; `primary` is always there. Another that is not there is refused.
base::Result<WorkGroupRow> require_work_group(store::Connection& connection, const Scope& scope,
                                              std::string_view name);
// `primary` as long as nobody has changed it.
WorkGroupRow primary_work_group();

// A configuration as CreateWorkGroup takes it, checked and with Athena's defaults for what it leaves out.
base::Result<api::athena::WorkGroupConfiguration> new_configuration(
    api::athena::WorkGroupConfiguration configuration);
base::Result<void> apply(const api::athena::WorkGroupConfigurationUpdates& updates,
                         api::athena::WorkGroupConfiguration& configuration);

std::string to_row(const api::athena::WorkGroupConfiguration& configuration);
base::Result<api::athena::WorkGroupConfiguration> configuration_of(const WorkGroupRow& row);

// What a query runs under.
struct QuerySettings {
  std::string output_location;             // as given; empty: nowhere
  std::string bucket_owner;                // as given; empty: not given
  std::optional<std::int64_t> scan_limit;  // in bytes
  std::string engine_version;              // as the workgroup selects it
};

// An enforced configuration is used and the client's ignored; another is what the client's falls back to:
// https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
QuerySettings query_settings(const api::athena::WorkGroupConfiguration& configuration,
                             const std::optional<api::athena::ResultConfiguration>& asked);

}  // namespace services::athena
