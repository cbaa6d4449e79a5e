#pragma once

#include "plan/catalog.h"

namespace sql {

// A catalog of a few tables in database `db`, for tests.
class TestCatalog final : public plan::Catalog {
 public:
  base::Result<std::optional<plan::Table>> table(const std::string& database,
                                                 const std::string& name) override {
    for (const plan::Table& table : tables_) {
      if (table.database == database && table.name == name) return std::optional(table);
    }
    return std::optional<plan::Table>();
  }
  base::Result<bool> has_database(const std::string& database) override { return database == "db"; }
  base::Result<std::vector<plan::Partition>> partitions(
      const plan::Table&, const std::vector<plan::PartitionCondition>&) override {
    return std::vector<plan::Partition>();
  }

 private:
  static plan::Table view(std::string name, std::string sql, std::vector<plan::Column> columns) {
    return {.database = "db",
            .name = std::move(name),
            .view = plan::View{.sql = std::move(sql), .schema = "db", .columns = std::move(columns)}};
  }

  const std::vector<plan::Table> tables_ = {
      {.database = "db",
       .name = "orders",
       .columns = {{"order_id", "bigint", ""},
                   {"customer", "string", ""},
                   {"amount", "decimal(10,2)", ""},
                   {"weight", "double", ""},
                   {"ordered", "date", ""},
                   {"at", "timestamp", ""},
                   {"paid", "boolean", ""}},
       .partition_keys = {{"year", "int", ""}, {"status", "string", ""}},
       .location = "s3://lake/orders/",
       .storage = {.format = "parquet", .options = {}}},
      {.database = "db",
       .name = "customers",
       .columns = {{"id", "string", ""}, {"name", "string", ""}},
       .partition_keys = {},
       .location = "s3://lake/customers/",
       .storage = {.format = "csv", .options = {{"sep", ","}}}},
      {.database = "db",
       .name = "days",
       .columns = {{"year", "bigint", ""}, {"note", "string", ""}},
       .partition_keys = {{"month", "tinyint", ""}, {"day", "smallint", ""}},
       .location = "s3://lake/days/",
       .storage = {.format = "parquet", .options = {}}},
      {.database = "db",
       .name = "odd",
       .columns = {{"id", "int", ""}, {"tags", "uniontype<int,string>", ""}},
       .partition_keys = {},
       .location = "s3://lake/odd/",
       .storage = {.format = "parquet", .options = {}}},
      view("v", "select id big, 'x' name from odd", {{"big", "bigint", ""}, {"name", "varchar", ""}}),
      view("stale", "select 1 a, 2 b", {{"a", "integer", ""}}),
      view("circle", "select * from circle", {{"a", "integer", ""}}),
  };
};

}  // namespace sql
