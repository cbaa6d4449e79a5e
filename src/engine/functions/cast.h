#pragma once

#include "engine/functions/tree.h"

namespace engine {

// What the functions of a run need to know of its session.
struct Session {
  std::string time_zone = "UTC";
  std::string database = "default";
};

enum class CastMode {
  Legacy,    // Spark with ansi=false: what does not convert is NULL, numbers wrap around
  Try,       // the ANSI rules, NULL where they fail
  Ansi,      // the ANSI rules, an error where they fail
  Trino,     // the same, in Trino's words; of texts Trino reads fewer
  TrinoTry,  // as Trino, NULL where it fails
};

// https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#cast: an explicit cast. Arrays, maps and
// structs are cast part by part. Refuses pairs of types that Spark has no cast for.
base::Result<Typed> cast(Typed value, const Type& to, CastMode mode, const Session& session);

// The text that DataFrame.show() prints of a value; never NULL.
base::Result<Tree> shown_text(Typed value, const Session& session);

// A cast that Spark inserts by itself: under ansi=false it is a legacy one, and keeps the column's name.
base::Result<Typed> coerce(Typed value, const Type& to, const Session& session);

// Between an instant and the local time of the session's zone.
Tree to_local(Tree instant, const Session& session);
Tree to_instant(Tree local, const Session& session);

// The name of the kernel that casts in this mode.
const char* cast_kernel(CastMode mode);

}  // namespace engine
