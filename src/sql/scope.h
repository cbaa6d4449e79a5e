#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sql/ast.h"
#include "sql/types.h"

namespace sql {

// One column that FROM brings into view.
struct Field {
  std::string database;      // of the table; empty when the table has an alias
  std::string table;         // alias or name
  std::string name;          // as the catalog has it
  std::string plan_name;     // in the plan: unlike every other
  std::optional<Type> type;  // nothing: a type that queries do not support yet
  std::string catalog_type;  // Hive's spelling, for messages
  std::int64_t plan_id = 0;  // of the Read it comes from
  bool merged = false;       // the right side's column of a USING: found with its table's name only
};

// The columns in view, in the order of SELECT *. Names compare without case, quoted or not, as in Trino.
class Scope {
 public:
  void add(Field field) { fields_.push_back(std::move(field)); }
  std::vector<Field>& fields() { return fields_; }
  const std::vector<Field>& fields() const { return fields_; }

  // Refuses names that are unknown (COLUMN_NOT_FOUND), ambiguous (AMBIGUOUS_NAME), or of a type not supported
  // yet.
  base::Result<const Field*> resolve(const ColumnName& name, Position position) const;

 private:
  std::vector<Field> fields_;
};

base::Result<Type> type_of(const Field& field, Position position);

// The name as a message shows it: o.order_id.
std::string to_string(const ColumnName& name);

}  // namespace sql
