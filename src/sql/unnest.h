#pragma once

#include "sql/names.h"
#include "sql/scope.h"
#include "sql/typed.h"

namespace sql {

// The columns of UNNEST beside those of the rows that it stands next to: one of each array, two of each map,
// and of arrays of rows one of each field. Arrays of several lengths are filled with NULLs.
class Unnesting {
 public:
  // Refuses what is neither an array nor a map.
  static base::Result<Unnesting> make(std::vector<Typed> values);

  // `keeps_rows`: a row without items stays, with NULLs. `scope` is that of the input, and gets the new
  // columns too.
  plan::Relation around(plan::Relation input, bool with_ordinality, bool keeps_rows, Names& names,
                        Scope& scope) &&;

 private:
  std::vector<Typed> arrays_;  // one at least
};

}  // namespace sql
