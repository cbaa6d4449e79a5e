#pragma once

#include <cstdint>
#include <string>

#include "plan/builders.h"
#include "spark/connect/base.pb.h"

namespace spark_door {

// What is the same for relations that are made in the same way, whatever ids their client has given them, and
// whatever they are called. Relations that differ may still mean the same.
std::string semantic_key(const plan::Relation& relation);
// What stands below its aliases.
const plan::Relation& without_aliases(const plan::Relation& relation);
std::int32_t semantic_hash(const std::string& key);

// MEMORY_AND_DISK_DESER: what df.cache() asks for.
spark::connect::StorageLevel default_storage_level();

}  // namespace spark_door
