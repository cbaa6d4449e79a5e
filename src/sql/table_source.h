#pragma once

#include "plan/builders.h"
#include "plan/catalog.h"
#include "sql/budget.h"
#include "sql/names.h"
#include "sql/query.h"
#include "sql/scope.h"
#include "sql/typed.h"

namespace sql {

// FROM: the tables and inner joins of one query as a relation, with the columns they bring into view. One
// thread.
class TableSource {
 public:
  TableSource(plan::Catalog& catalog, const std::string& database, Names& names, Budget& budget)
      : catalog_(catalog), database_(database), names_(names), budget_(budget) {}

  base::Result<void> add(const TableName& table);
  base::Result<void> join(const Join& join);

  const Scope& scope() const { return scope_; }
  std::vector<TableRead>& reads() { return reads_; }
  plan::Relation& relation() { return relation_; }

 private:
  struct Side {
    plan::Relation relation;
    std::vector<Field> fields;
  };
  base::Result<Side> read(const TableName& name);
  base::Result<plan::Table> find(const TableName& name);
  base::Result<void> join_using(const Join& join, Side right);

  plan::Catalog& catalog_;
  const std::string& database_;
  Names& names_;
  Budget& budget_;
  Scope scope_;
  std::vector<TableRead> reads_;
  plan::Relation relation_;
};

}  // namespace sql
