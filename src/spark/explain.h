#pragma once

#include "plan/builders.h"
#include "spark/execution_context.h"
#include "spark/tables.h"

namespace spark_door {

// What df.explain(mode) and EXPLAIN tell of a relation as the client sent it, under Spark's headings. The
// engine's plan is its optimized one: there is no other behind it, and nothing is generated.
base::Result<std::string> explained(const plan::Relation& asked,
                                    spark::connect::AnalyzePlanRequest::Explain::ExplainMode mode,
                                    const Tables& tables, const ExecutionContext& context);

}  // namespace spark_door
