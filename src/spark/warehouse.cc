#include "spark/warehouse.h"

#include <fmt/format.h>

#include "spark/catalog_listing.h"

namespace spark_door {

std::optional<std::string> place_in_warehouse(Session& session, const std::string& database) {
  auto warehouse = session.with_settings([](Settings& settings) { return settings.find(kWarehouse); });
  if (!warehouse || database == kDefaultDatabase) return warehouse;
  while (warehouse->ends_with('/')) warehouse->pop_back();
  return fmt::format("{}/{}.db", *warehouse, database);
}

}  // namespace spark_door
