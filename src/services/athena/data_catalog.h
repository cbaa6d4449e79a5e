#pragma once

#include <string>

#include "base/result.h"
#include "services/athena/data_catalogs_store.h"

namespace services::athena {

inline constexpr const char* kAwsDataCatalog = "AwsDataCatalog";

bool is_aws_data_catalog(const std::string& name);  // in any case, as all names of catalogs

// The row of that data catalog; AwsDataCatalog is always there. Another that is not there is refused.
base::Result<DataCatalogRow> require_data_catalog(store::Connection& connection, const Scope& scope,
                                                  const std::string& name);

}  // namespace services::athena
