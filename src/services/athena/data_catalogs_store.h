#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/athena/scope.h"
#include "store/journal.h"

namespace services::athena {

// One data catalog: a name for the account's own in Glue. Names keep their case, and are compared without it.
struct DataCatalogRow {
  std::string name;
  std::string description;  // empty: none
};

// The rows of data catalogs. AwsDataCatalog has none: it is always there.
class DataCatalogsStore {
 public:
  static store::Schema schema();

  static base::Result<std::optional<DataCatalogRow>> find(store::Connection& connection, const Scope& scope,
                                                          std::string_view name);
  // In the order of their names, those behind `after`.
  static base::Result<std::vector<DataCatalogRow>> list(store::Connection& connection, const Scope& scope,
                                                        std::string_view after, int limit);
  static base::Result<void> put(store::Transaction& transaction, const Scope& scope,
                                const DataCatalogRow& row);
  static base::Result<void> remove(store::Transaction& transaction, const Scope& scope,
                                   std::string_view name);
};

}  // namespace services::athena
