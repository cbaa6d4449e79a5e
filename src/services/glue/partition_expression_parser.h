#pragma once

#include <string_view>
#include <vector>

#include "services/glue/partition_expression_node.h"

namespace services::glue {

// Reads the text of GetPartitions' Expression into a tree over these partition keys.
base::Result<NodePointer> parse_partition_expression(std::string_view text,
                                                     const std::vector<plan::Column>& keys);

}  // namespace services::glue
