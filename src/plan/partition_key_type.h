#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace plan {

// How the values of a partition key compare. Exact: integers and decimals, digit by digit and of any length,
// so that no two of them become one as they would in a double. Approximate: float and double. All other types
// (dates and timestamps too) compare by their text.
enum class PartitionKeyType { Text, Exact, Approximate };

PartitionKeyType partition_key_type(std::string_view hive_type);

bool is_value_of(PartitionKeyType type, std::string_view text);

// Nothing when one of the two is not of the type.
std::optional<std::partial_ordering> compare(PartitionKeyType type, std::string_view left,
                                             std::string_view right);

}  // namespace plan
