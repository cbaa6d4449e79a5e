#pragma once

#include <string>

#include "services/glue/data_catalog.h"

namespace spark_door {

// The statement that would make the table or the view again, as Spark lays it out.
base::Result<std::string> create_statement(const services::glue::StoredTable& table);

}  // namespace spark_door
