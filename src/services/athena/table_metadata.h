#pragma once

#include "api/athena/types.h"
#include "plan/catalog_browser.h"

namespace services::athena {

// A table of the catalog as GetTableMetadata shows it: what lies in Glue's storage descriptor stands among
// the parameters (location, inputformat, outputformat, serde.serialization.lib, serde.param.*).
api::athena::TableMetadata table_metadata(const plan::TableDescription& table);

}  // namespace services::athena
