#pragma once

#include "api/glue/types.h"
#include "base/result.h"
#include "plan/catalog.h"

namespace services::glue {

// How a plan reads the files that a StorageDescriptor describes, told by its SerDe; the table's parameters
// complete it (skip.header.line.count). A SerDe or an InputFormat that cannot be read, and what would change
// what is read (partition projection, Parquet columns by their place), is an error in Trino's words that
// names it.
base::Result<plan::StorageFormat> storage_format(const api::glue::StorageDescriptor& descriptor,
                                                 const std::map<std::string, std::string>& table_parameters);

// The same as Spark reads it: it finds the columns of ORC files by their names, where Hive and Athena take
// their places unless the table says otherwise.
plan::StorageFormat as_spark_reads(plan::StorageFormat storage);

}  // namespace services::glue
