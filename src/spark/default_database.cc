#include "spark/default_database.h"

#include "services/glue/data_catalog.h"
#include "spark/catalog_listing.h"

namespace spark_door {

base::Result<void> ensure_default_database(store::Transaction& transaction, const Storage& storage) {
  const std::string name(kDefaultDatabase);
  if (TRY(services::glue::CatalogStore::database(transaction, storage.scope, name))) return {};
  return services::glue::create_database(
      transaction, storage.scope, {.name = name, .description = "default database"}, storage.clock.now());
}

}  // namespace spark_door
