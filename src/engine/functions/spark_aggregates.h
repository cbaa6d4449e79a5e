#pragma once

#include "engine/functions/registry.h"

namespace duckdb {
class ExtensionLoader;
}

namespace engine {

// Spark's aggregates beside those of aggregate.cc: of pairs of numbers (regr_...), of bits, of bitmaps, and
// those that need all values of a group: percentile, percentile_approx, median, mode, histogram_numeric.
std::span<const FunctionRow> spark_statistics();
std::span<const FunctionRow> spark_percentiles();
std::span<const FunctionRow> spark_bitmaps();
void register_spark_aggregates(duckdb::ExtensionLoader& loader);
void register_spark_bitmaps(duckdb::ExtensionLoader& loader);  // among them

}  // namespace engine
