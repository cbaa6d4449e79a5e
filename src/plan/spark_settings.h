#pragma once

namespace plan {

// The settings of a Spark session that say what the engine computes: the door keeps them, the engine obeys.
inline constexpr const char* kMapKeyDedupPolicy = "spark.sql.mapKeyDedupPolicy";
inline constexpr const char* kAllowPrecisionLoss = "spark.sql.decimalOperations.allowPrecisionLoss";
inline constexpr const char* kPivotMaxValues = "spark.sql.pivotMaxValues";
inline constexpr const char* kTransposeMaxValues = "spark.sql.transposeMaxValues";

}  // namespace plan
