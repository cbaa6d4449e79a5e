#pragma once

#include <cstdint>
#include <string>

#include "plan/builders.h"

namespace spark_door {

// What is the same for relations that are made in the same way, whatever ids their client has given them.
// Relations that differ may still mean the same.
std::string semantic_key(plan::Relation relation);
std::int32_t semantic_hash(const std::string& key);

}  // namespace spark_door
