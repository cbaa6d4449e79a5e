#pragma once

#include "plan/builders.h"
#include "spark/executor.h"
#include "spark/session.h"
#include "spark/tables.h"

namespace spark_door {

// What spark.catalog asks, answered from temporary views and Glue's Data Catalog, as rows; what it changes is
// changed at once.
// https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/catalog.html
base::Result<plan::Relation> answer_catalog(const spark::connect::Catalog& asked, Session& session,
                                            TemporaryViews& global_views, const Storage& storage,
                                            const Tables& tables);

}  // namespace spark_door
