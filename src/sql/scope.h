#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "sql/ast.h"
#include "sql/types.h"

namespace sql {

// One column that FROM brings into view.
struct Field {
  std::string catalog;       // as the query calls the table's; nothing where there is no database
  std::string database;      // of the table; empty when the table has an alias
  std::string table;         // alias or name; empty for what USING merged: it belongs to neither table
  std::string name;          // as the catalog has it
  std::string plan_name;     // in the plan: unlike every other
  std::optional<Type> type;  // nothing: a type that queries do not support yet
  std::string catalog_type;  // Hive's spelling, for messages
  bool hidden = false;       // no star shows it
  // In Spark, of a table whose column USING merged: only the table's name leads to it, and to it the table's
  // star.
  bool behind_table = false;
};

// [[[catalog.]database.]table.]column, compared from the right.
bool fits(const Field& field, const ColumnName& name);

// The columns in view, in the order of SELECT *. Names compare without case, quoted or not, as in Trino.
class Scope {
 public:
  void add(Field field);
  const std::vector<Field>& fields() const { return fields_; }

  // Whether the name begins with a column of these: b of b.i.
  bool begins_with_column(const ColumnName& name) const;

  // Refuses names that are unknown (COLUMN_NOT_FOUND) or ambiguous (AMBIGUOUS_NAME).
  base::Result<const Field*> resolve(const ColumnName& name, Position position) const;

 private:
  std::vector<Field> fields_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;  // in lower case
};

base::Error ambiguous(const ColumnName& name, Position position);

// Refuses a column of a type that is not supported yet.
base::Result<Type> type_of(const Field& field, Position position);

// The name as a message shows it: o.order_id.
std::string to_string(const ColumnName& name);

}  // namespace sql
