#pragma once

#include "engine/functions/tree.h"
#include "plan/spark_version.h"

namespace engine {

// What the functions of a run need to know of its session.
struct Session {
  std::string time_zone = "UTC";
  std::string database = "default";
  bool ansi = false;                       // spark.sql.ansi.enabled: what does not fit is an error, no NULL
  bool last_key_wins = false;              // spark.sql.mapKeyDedupPolicy is LAST_WIN
  bool precision_may_be_lost = true;       // spark.sql.decimalOperations.allowPrecisionLoss
  std::size_t most_pivot_values = 10'000;  // spark.sql.pivotMaxValues
  std::size_t most_transposed_rows = 500;  // spark.sql.transposeMaxValues
  std::string spark_version = plan::kSparkVersion;
};

enum class CastMode {
  Legacy,    // Spark with ansi=false: what does not convert is NULL, numbers wrap around
  Try,       // the ANSI rules, NULL where they fail
  Ansi,      // the ANSI rules, an error where they fail
  Trino,     // the same, in Trino's words; of texts Trino reads fewer
  TrinoTry,  // as Trino, NULL where it fails
};

// Of a cast that does not say how.
inline CastMode default_mode(const Session& session) {
  return session.ansi ? CastMode::Ansi : CastMode::Legacy;
}

// The type that two branches share, in which they are compared, and so on (types.h). A text beside another
// value is that, in the ANSI mode; else the other is a text.
std::optional<Type> common_type(const Type& a, const Type& b, const Session& session);

// https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#cast: an explicit cast. Arrays, maps and
// structs are cast part by part. Refuses pairs of types that Spark has no cast for.
base::Result<Typed> cast(Typed value, const Type& to, CastMode mode, const Session& session);

// The text that DataFrame.show() prints of a value; never NULL.
base::Result<Tree> shown_text(Typed value, const Session& session);

// A cast that Spark inserts by itself: it keeps the column's name.
base::Result<Typed> coerce(Typed value, const Type& to, const Session& session);

// Between an instant and the local time of the session's zone.
Tree to_local(Tree instant, const Session& session);
Tree to_instant(Tree local, const Session& session);

// The name of the kernel that casts in this mode.
const char* cast_kernel(CastMode mode);

}  // namespace engine
