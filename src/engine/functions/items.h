#pragma once

#include "engine/functions/cast.h"

namespace engine {

// list[0], map['key']: NULL where there is no such item. Refuses, in Spark's words, other values.
base::Result<Typed> item_of(Typed value, Typed key, const Session& session);

}  // namespace engine
