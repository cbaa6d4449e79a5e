#pragma once

#include "engine/functions/types.h"

namespace engine {

// hive_name(), but that parse_type() reads it whatever the names of fields are: struct<`a b`:int>.
std::string readable_name(const Type& type);

}  // namespace engine
