#pragma once

#include <string>
#include <vector>

#include "plan/catalog.h"
#include "services/glue/scope.h"
#include "services/glue/visual/question.h"
#include "services/glue/visual/target.h"
#include "store/journal.h"

namespace services::glue::visual {

// The Data Catalog's tables as a run's nodes read and write them. Whatever is not there, or laid out in a way
// that cannot be read or written yet, is refused by name.
class CatalogTables {
 public:
  CatalogTables(store::Journal& journal, Scope scope) : journal_(journal), scope_(std::move(scope)) {}

  base::Result<plan::Table> table(const std::string& database, const std::string& name);

  // Where the table's files are: its location, or those of its partitions for which the predicate
  // (partition_predicate.h; blank: all) holds.
  base::Result<std::vector<plan::Partition>> places(const plan::Table& table, const std::string& predicate,
                                                    const RunAside& run);

  // A target that names a table gets its path, its format and its partition keys from there; one of a table
  // that is there gets its columns. What is of text and has a table, or makes one, gets how that is read.
  base::Result<Target> resolve(Target target);

 private:
  base::Result<std::vector<plan::Partition>> partitions_where(const plan::Table& table,
                                                              const std::string& predicate,
                                                              const RunAside& run);

  base::Result<void> set_described(Target& target);

  store::Journal& journal_;
  const Scope scope_;
};

}  // namespace services::glue::visual
