#pragma once

#include <memory>

#include "plan/catalog.h"
#include "plan/catalog_browser.h"
#include "plan/text_rows.h"
#include "plan/walks.h"
#include "sql/query.h"

namespace services::athena {

// The data catalog as queries see it: its tables, and what they tell of themselves as tables, whose rows are
// made when a query reads them. Those are
//
//   information_schema.schemata, tables, columns, views
//   "NAME$partitions" of a table with partition keys, a row for each partition
//
// Follows https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog.html. Other tables of the
// information schema are not found. Of one query; one thread.
class SystemTables final : public plan::Catalog {
 public:
  SystemTables(std::unique_ptr<plan::Catalog> catalog, std::unique_ptr<plan::CatalogBrowser> browser)
      : catalog_(std::move(catalog)), browser_(std::move(browser)) {}

  base::Result<std::optional<plan::Table>> table(const std::string& database,
                                                 const std::string& name) override;
  base::Result<bool> has_database(const std::string& database) override;
  base::Result<std::vector<plan::Partition>> partitions(
      const plan::Table& table, const std::vector<plan::PartitionCondition>& conditions) override;

  // When the table was made; of a table of partitions: the table that has them. Nothing: there is no time, as
  // the information schema has always been there.
  base::Result<std::optional<base::Timestamp>> created_at(const plan::Table& table);

  // Puts rows into the place of those Reads of the query that are of such tables. Databases and tables that
  // the query's conditions shut out are not looked at.
  base::Result<void> fill(sql::Query& query);

 private:
  struct Names;
  base::Result<plan::Relation> relation_of(const plan::PartitionDemands& demands, const sql::TableRead& read);
  base::Result<plan::TextRows> partition_rows(const plan::PartitionDemands& demands,
                                              const sql::TableRead& read);
  base::Result<plan::TextRows> schema_rows(const plan::PartitionDemands& demands, const sql::TableRead& read);
  base::Result<plan::TextRows> table_rows(const plan::PartitionDemands& demands, const sql::TableRead& read);
  base::Result<std::optional<std::string>> definition_of(const std::string& database,
                                                         const std::string& view);
  base::Result<std::vector<std::string>> databases(const Names& wanted);
  base::Result<std::vector<plan::TableDescription>> tables(const std::string& database, const Names& wanted);

  const std::unique_ptr<plan::Catalog> catalog_;
  const std::unique_ptr<plan::CatalogBrowser> browser_;
};

}  // namespace services::athena
