#pragma once

#include "api/glue/types.h"
#include "base/result.h"
#include "plan/catalog.h"

namespace services::glue {

// How a plan reads the files that a StorageDescriptor describes, told by its SerDe; the table's parameters
// complete it (skip.header.line.count). A SerDe that cannot be read is an error in Hive's words that names
// it.
base::Result<plan::StorageFormat> storage_format(const api::glue::StorageDescriptor& descriptor,
                                                 const std::map<std::string, std::string>& table_parameters);

}  // namespace services::glue
