#pragma once

#include "base/error.h"

namespace spark_door {

// The engine serves Athena and Glue too and has a few errors of its own name, which each of them tells in its
// words. In Spark's: the condition, with what was said, and its parameters. Others are as they were.
base::Error in_sparks_terms(base::Error error);

// The same of what a write to that place met: where the engine names no file that it read, it is the rows
// that could not be written.
base::Error in_sparks_terms_of_write(base::Error error, const std::string& path);

}  // namespace spark_door
