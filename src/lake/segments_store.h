#pragma once

#include <cstdint>
#include <vector>

#include "store/journal.h"

namespace lake {

// The segments whose folders may hold contents that no row names. Numbers are never used twice.
base::Result<std::int64_t> insert_segment(store::Transaction& transaction);
base::Result<void> delete_segment(store::Transaction& transaction, std::int64_t number);
base::Result<std::vector<std::int64_t>> segment_numbers(store::Connection& connection);

}  // namespace lake
