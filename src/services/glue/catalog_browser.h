#pragma once

#include "plan/catalog_browser.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace services::glue {

// The Data Catalog of one account and region as its readers see it: entries as they are, readable or not.
// Each question is a snapshot of its own, so two answers may be of different moments. Thread-safe; the
// journal outlives it.
class CatalogBrowser final : public plan::CatalogBrowser {
 public:
  CatalogBrowser(store::Journal& journal, Scope scope) : journal_(journal), scope_(std::move(scope)) {}

  base::Result<std::optional<plan::DatabaseDescription>> database(const std::string& name) override;
  base::Result<std::vector<plan::DatabaseDescription>> databases(const Page& page) override;
  base::Result<std::optional<plan::TableDescription>> table(const std::string& database,
                                                            const std::string& name) override;
  base::Result<std::vector<plan::TableDescription>> tables(const std::string& database,
                                                           const std::string& expression,
                                                           const Page& page) override;

 private:
  store::Journal& journal_;
  Scope scope_;
};

}  // namespace services::glue
