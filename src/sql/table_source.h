#pragma once

#include "sql/generator.h"
#include "sql/planning.h"
#include "sql/scoped_relation.h"
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
  base::Result<ScopedRelation> tree(const JoinTree& tree);
  base::Result<ScopedRelation> item(const FromItem& item);
  bool counts_itself(const FromItem& item) const;
  base::Result<ScopedRelation> unnested(const Unnest& unnest, const FromItem& item, ScopedRelation left,
                                        bool keeps_rows);
  base::Result<ScopedRelation> lateral_item(const Join& join, const ScopedRelation& left);
  base::Result<ScopedRelation> beside(const Join& join, ScopedRelation left);  // and what it joins with
  // function_source.cc
  base::Result<ScopedRelation> called(const TableFunction& function, const FromItem& item,
                                      const ScopedRelation* left);
  base::Result<plan::Relation> call_of(const TableFunction& function, Position position,
                                       const ExpressionAnalyzer& analyzer);
  base::Result<ScopedRelation> with_columns(plan::Relation call, const ScopedRelation* left);
  base::Result<PlanExpression> table_argument(const TableFunction::Argument& argument);
  ScopedRelation numbers(const Range& range);
  static base::Result<ScopedRelation> named(ScopedRelation side, const FromItem& item);
  base::Result<ScopedRelation> with_sample(ScopedRelation side, const FromItem& item);
  base::Result<ScopedRelation> joined(const Join& join, ScopedRelation left, ScopedRelation right);
  base::Result<ScopedRelation> joined_using(const Join& join, const std::vector<Name>& by,
                                            ScopedRelation left, ScopedRelation right);
  base::Result<ScopedRelation> table(const TableName& name, Position position);
  base::Result<void> count_table(Position position);
  base::Result<ScopedRelation> catalog_table(const TableName& name, Position position);
  base::Result<ScopedRelation> catalog_view(const plan::Table& table, const std::string& catalog,
                                            Position position);
  base::Result<ScopedRelation> view(const TableName& name, Position position);
  base::Result<ScopedRelation> common_table(const CommonTables& definition, const Name& name);
  base::Result<ScopedRelation> derived(const QueryTree& query) const;
  base::Result<ScopedRelation> piped(const QueryTree& query) const;
  base::Result<std::string> catalog_of(const TableName& name, Position position) const;
  base::Result<plan::Table> find(const TableName& name, const std::string& catalog, Position position);

  const Surroundings around_;
  Planning& planning_;
  Subqueries& subqueries_;  // of the conditions of joins
  ScopedRelation result_;
};

}  // namespace sql
