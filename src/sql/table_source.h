#pragma once

#include "sql/generator.h"
#include "sql/planning.h"
#include "sql/scope.h"
#include "sql/subquery.h"
#include "sql/typed.h"

namespace sql {

// FROM: tables, queries and joins as a relation, with the columns they bring into view. One thread.
class TableSource {
 public:
  TableSource(const Surroundings& around, Subqueries& subqueries)
      : around_(around), planning_(around.planning), subqueries_(subqueries) {}

  base::Result<void> read(const JoinTree& from);

  // LATERAL VIEW: the generator's columns beside those that are in view.
  base::Result<void> generate(const LateralView& view, Generator generator);

  base::Result<void> turn(const Pivot& pivot);
  base::Result<void> turn(const Unpivot& unpivot);

  const Scope& scope() const { return result_.scope; }
  plan::Relation& relation() { return result_.relation; }

 private:
  struct Side {
    plan::Relation relation;
    Scope scope;
  };
  base::Result<Side> tree(const JoinTree& tree);
  base::Result<Side> item(const FromItem& item);
  bool is_catalog_table(const FromItem& item) const;
  base::Result<Side> unnested(const Unnest& unnest, const FromItem& item, Side left, bool keeps_rows);
  base::Result<Side> lateral(const Join& join, const QueryTree& query, Side left);
  Side numbers(const Range& range);
  static base::Result<Side> named(Side side, const FromItem& item);
  base::Result<Side> sampled(Side side, const FromItem& item);
  base::Result<Side> joined(const Join& join, Side left, Side right);
  base::Result<Side> joined_using(const Join& join, const std::vector<Name>& by, Side left, Side right);
  base::Result<Side> table(const TableName& name, Position position);
  base::Result<void> count_table(Position position);
  base::Result<Side> catalog_table(const TableName& name, Position position);
  base::Result<Side> catalog_view(const plan::Table& table, Position position);
  base::Result<Side> view(const TableName& name, Position position);
  base::Result<Side> common_table(const CommonTables& definition, const Name& name);
  base::Result<Side> derived(const QueryTree& query) const;
  base::Result<plan::Table> find(const TableName& name, Position position);

  const Surroundings around_;
  Planning& planning_;
  Subqueries& subqueries_;  // of the conditions of joins
  Side result_;
};

}  // namespace sql
