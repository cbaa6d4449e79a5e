#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/catalog.h"

namespace services::glue {

// A partition's values in the order of the table's partition keys.
using PartitionValues = std::vector<std::optional<std::string>>;

// The WHERE-like text of GetPartitions, checked against the table's partition keys and ready to be asked for
// many partitions. Comparisons are typed by the key, as plan::PartitionKeyType says. Follows
// https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html. Immutable.
class PartitionExpression {
 public:
  // An unknown key, a literal that does not fit the key's type or broken syntax is an InvalidInputException.
  static base::Result<PartitionExpression> parse(std::string_view text,
                                                 const std::vector<plan::Column>& keys);
  // All of the conditions at once.
  static base::Result<PartitionExpression> of(const std::vector<plan::PartitionCondition>& conditions,
                                              const std::vector<plan::Column>& keys);

  PartitionExpression(PartitionExpression&&) noexcept;
  PartitionExpression& operator=(PartitionExpression&&) noexcept;
  ~PartitionExpression();

  // A value that is missing at the end counts as NULL.
  bool matches(const PartitionValues& values) const;

  // The values that the leading keys must have: what an index can seek by. Empty when the first key is not
  // fixed.
  std::vector<std::string> leading_values() const;

  struct Node;

 private:
  explicit PartitionExpression(std::unique_ptr<Node> root, std::size_t key_count);
  std::unique_ptr<Node> root_;
  std::size_t key_count_;
};

}  // namespace services::glue
