#pragma once

#include <functional>
#include <memory>

#include "plan/catalog.h"
#include "services/glue/partition_expression.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace services::glue {

// The Data Catalog of one account and region as planning sees it. A table whose SerDe cannot be read yet is
// refused by name, when it is asked for; so is a partition that a query needs and whose values are none of
// its keys' types. Each question is a snapshot of its own. Thread-safe; the journal outlives it.
class Catalog final : public plan::Catalog {
 public:
  Catalog(store::Journal& journal, Scope scope) : journal_(journal), scope_(std::move(scope)) {}

  base::Result<std::optional<plan::Table>> table(const std::string& database,
                                                 const std::string& name) override;
  base::Result<bool> has_database(const std::string& database) override;
  base::Result<std::vector<plan::Partition>> partitions(
      const plan::Table& table, const std::vector<plan::PartitionCondition>& conditions) override;

 private:
  store::Journal& journal_;
  Scope scope_;
};

}  // namespace services::glue
