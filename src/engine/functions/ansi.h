#pragma once

#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/functions/registry.h"

namespace engine {

// The setting, as errors name it.
inline constexpr const char* kAnsiSetting = "\"spark.sql.ansi.enabled\"";

// A call in Spark's ANSI mode, the arguments being as many as the row takes. Operators, casts and items know
// the mode themselves (arithmetic.cc, cast.h, items.h); here are the functions that fail for what gives NULL
// outside of it.
// https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#sql-functions
base::Result<Typed> build_in_ansi(const FunctionRow& row, Call call);

void register_ansi_kernels(duckdb::ExtensionLoader& loader);

}  // namespace engine
