#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sql/query.h"
#include "sql/scope.h"
#include "sql/typed.h"

namespace sql {

// The columns that a SELECT gives, as its ORDER BY sees them: a name means a column of the output first, and
// one of FROM only if there is none (https://trino.io/docs/current/sql/select.html#order-by-clause). One
// thread.
class OutputScope {
 public:
  struct Column {
    OutputColumn out;
    Typed value;                  // in terms of what stands below the projection
    const Field* star = nullptr;  // what a star stands for: found with its table's name too
  };

  void add(Column column);
  const std::vector<Column>& columns() const { return columns_; }
  std::vector<Column>& columns() { return columns_; }

  // Null: no column of the output has the name. Refuses one that several have (AMBIGUOUS_NAME).
  base::Result<const Column*> resolve(const ColumnName& name, Position position) const;

  // The first column with this value; null: there is none.
  const Column* find_value(const PlanExpression& value) const;

 private:
  std::vector<Column> columns_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;  // in lower case
  std::unordered_map<std::string, std::size_t> by_value_;              // serialized
};

}  // namespace sql
