#pragma once

#include <string>
#include <vector>

#include "plan/catalog.h"
#include "services/glue/visual/question.h"

namespace services::glue::visual {

// A source's PartitionPredicate: a condition of Spark's dialect over the partition keys of a table, with all
// of Spark's functions. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-partitions.html (pushdown predicates).
class PartitionPredicate {
 public:
  // What is no condition, or names what is no partition key, is an InvalidInputException.
  static base::Result<PartitionPredicate> parse(std::string_view text, const plan::Table& table);

  // What the catalog can seek by. `are_all`: nothing is left for the engine to decide.
  struct Conditions {
    std::vector<plan::PartitionCondition> conditions;
    bool are_all = false;
  };
  Conditions conditions() const;

  // Those of the partitions for which it is true, by the engine.
  base::Result<std::vector<plan::Partition>> pick(std::vector<plan::Partition> partitions,
                                                  const RunAside& run) const;

 private:
  PartitionPredicate(plan::Expression condition, const plan::Table& table)
      : condition_(std::move(condition)), table_(table) {}

  plan::Relation rows_of(const std::vector<plan::Partition>& partitions) const;

  plan::Expression condition_;
  const plan::Table& table_;
};

}  // namespace services::glue::visual
