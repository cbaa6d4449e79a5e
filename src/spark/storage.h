#pragma once

#include "base/clock.h"
#include "lake/lake.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace spark_door {

// Where the files and tables of the door's sessions are.
struct Storage {
  lake::Lake& lake;
  store::Journal& journal;  // of the Data Catalog
  const base::Clock& clock;
  services::glue::Scope scope;    // whose buckets and catalog
  std::filesystem::path scratch;  // for what sessions send
  std::filesystem::path hidden;   // all of that, without symbolic links: no path of a client leads there
};

}  // namespace spark_door
