#pragma once

#include "spark/storage.h"

namespace spark_door {

// Gives Spark's own database, which is there from the start, its entry in the Data Catalog.
base::Result<void> ensure_default_database(store::Transaction& transaction, const Storage& storage);

}  // namespace spark_door
