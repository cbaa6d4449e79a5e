#pragma once

#include "spark/statement.h"

namespace spark_door {

// The one row of an aggregate over a relation, as texts; nothing where one is NULL.
using TextValues = std::vector<std::optional<std::string>>;
base::Result<TextValues> measured(plan::Relation rows, std::vector<plan::Expression> aggregates,
                                  const ExecutionContext& context);

}  // namespace spark_door
