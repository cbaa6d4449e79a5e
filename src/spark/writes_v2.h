#pragma once

#include "spark/execution_context.h"
#include "spark/tables.h"

namespace spark_door {

// df.writeTo(table): create() makes a table of the Data Catalog as saveAsTable does. The tables there are to
// Spark tables of its first kind (V1), whose rows and definitions this interface does not replace, and Spark
// refuses it: so does this, with its conditions.
// https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrameWriterV2.html
base::Result<void> run_write_v2(spark::connect::WriteOperationV2 write, const Tables& tables,
                                const ExecutionContext& context);

}  // namespace spark_door
