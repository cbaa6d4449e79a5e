#pragma once

#include <string>
#include <utility>
#include <vector>

#include "duckdb/parser/result_modifier.hpp"
#include "engine/lower/relation.h"

namespace engine {

// The table that a call of a user's table function takes: each row is one argument, a struct.
struct TableRows {
  Lowered rows;
  std::vector<std::pair<std::string, OutputColumn>> fields;  // of the struct
  Values partitions;                                         // expressions that say the partition
  duckdb::vector<duckdb::OrderByNode> orders;                // within one
  bool says_partitions = false;                              // the call does
};

}  // namespace engine
