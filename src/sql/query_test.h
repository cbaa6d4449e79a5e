#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "plan/printer.h"
#include "plan/walks.h"
#include "sql/query.h"
#include "sql/test_catalog.h"

namespace sql {

// What becomes of a query of Trino's dialect over the tables of TestCatalog.
class QueryTest : public testing::Test {
 protected:
  base::Result<Query> plan(std::string_view text) { return plan_query(text, trino(), catalog_, "db"); }

  std::string error_of(std::string_view text) {
    const auto query = plan(text);
    return query.ok() ? "no error" : query.error().code + ": " + query.error().message;
  }

  std::string plan_of(std::string_view text) {
    const auto query = plan(text);
    return query.ok() ? plan::to_text(*query->root) : query.error().message;
  }

  // "label type, label type"
  std::string columns_of(std::string_view text) {
    const auto query = plan(text);
    if (!query.ok()) return query.error().message;
    std::string result;
    for (const OutputColumn& column : query->columns) {
      result += (result.empty() ? "" : ", ") + column.label + " " + to_string(column.type);
    }
    return result;
  }
  std::string type_of(std::string_view expression) {
    const std::string column = columns_of("select " + std::string(expression) + " as x from orders");
    return column.starts_with("x ") ? column.substr(2) : column;
  }

  // What the plan asks of the partitions of its first table: "key operator values; "
  std::string conditions_of(std::string_view text) {
    const auto query = plan(text);
    if (!query.ok()) return query.error().message;
    const TableRead& read = query->reads[0];
    std::string result;
    for (const auto& condition :
         plan::PartitionDemands(*query->root).of(read.plan_id, read.table.partition_keys)) {
      result += fmt::format("{} {} {}; ", condition.column, static_cast<int>(condition.op),
                            fmt::join(condition.values, ","));
    }
    return result;
  }

  TestCatalog catalog_;
};

}  // namespace sql
