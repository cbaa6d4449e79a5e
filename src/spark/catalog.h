#pragma once

#include "plan/builders.h"
#include "spark/execution_context.h"
#include "spark/tables.h"

namespace spark_door {

// What spark.catalog asks, answered from temporary views and Glue's Data Catalog, as rows; what it changes is
// changed at once.
// https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/catalog.html
base::Result<plan::Relation> answer_catalog(const spark::connect::Catalog& asked,
                                            TemporaryViews& global_views, const Tables& tables,
                                            const ExecutionContext& context);

}  // namespace spark_door
