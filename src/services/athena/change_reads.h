#pragma once

#include <functional>

#include "plan/builders.h"

namespace services::athena {

// Calls `change` for each Read in a relation; it may put another relation into its place.
void change_reads(plan::Relation& relation, const std::function<void(plan::Relation&)>& change);

}  // namespace services::athena
