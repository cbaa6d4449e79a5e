#include "services/athena/data_catalog.h"

#include <fmt/format.h>

#include "base/text.h"
#include "services/athena/refusals.h"

namespace services::athena {

bool is_aws_data_catalog(const std::string& name) {
  return base::iequals(name, kAwsDataCatalog);
}

base::Result<DataCatalogRow> require_data_catalog(store::Connection& connection, const Scope& scope,
                                                  const std::string& name) {
  if (is_aws_data_catalog(name)) return DataCatalogRow{.name = kAwsDataCatalog};
  auto row = TRY(DataCatalogsStore::find(connection, scope, name));
  if (row) return *std::move(row);
  return invalid_request(fmt::format("DataCatalog {} was not found", name));
}

}  // namespace services::athena
