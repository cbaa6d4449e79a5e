#pragma once

#include "base/error.h"
#include "services/athena/query_machine.h"

namespace services::athena {

// What a reader of GetQueryExecution is told of an error of planning or running: the engine's name of the
// error before the message, and the category and type of
// https://docs.aws.amazon.com/athena/latest/ug/error-reference.html.
QueryFailure failure_of(const base::Error& error);

}  // namespace services::athena
