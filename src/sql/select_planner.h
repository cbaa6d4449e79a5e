#pragma once

#include <string>
#include <vector>

#include "sql/aggregation.h"
#include "sql/expression_analyzer.h"
#include "sql/grouping_sets.h"
#include "sql/planning.h"
#include "sql/table_source.h"

namespace sql {

// One SELECT to a relation, clause by clause in the order in which they apply:
//   Read/Join, Filter (WHERE), Aggregate, Filter (HAVING), Project (the select list, and what only ORDER BY
//   needs), Deduplicate (DISTINCT), Sort, Offset, Limit, Project (the select list alone).
// One thread; plan() once.
class SelectPlanner {
 public:
  // `tree` is the query whose body the SELECT is: its ORDER BY sees more than the result.
  SelectPlanner(const Select& select, const QueryTree& tree, const Surroundings& around)
      : select_(select),
        tree_(tree),
        rules_(around.planning.rules),
        budget_(around.planning.budget),
        names_(around.planning.names),
        outer_(around.outer),
        table_functions_(around.planning.table_functions),
        subqueries_(around),
        source_(around, subqueries_),
        aggregation_(names_, select.position) {}

  base::Result<Planned> plan();

 private:
  // One column of the result: an expression of the select list, or a field that a star stands for.
  struct Item {
    const Expression* expression = nullptr;
    const Field* field = nullptr;
    std::string label;
    Position position;
    bool named = true;
    bool aliased = false;                        // the query says the name
    const std::vector<Name>* aliases = nullptr;  // of a generator's columns
    const SelectItem* row = nullptr;             // whose fields are columns: (row).*
  };

  // In the order of plan(): the later ones use what the earlier ones left.
  base::Result<void> from();
  base::Result<void> lateral_views();
  base::Result<void> where();
  base::Result<void> expand_items();
  base::Result<void> group_by();
  base::Result<void> select_list();
  base::Result<void> having();
  base::Result<void> order_by();
  base::Result<plan::Relation> assemble();

  base::Result<void> expand_star(const SelectItem& star);
  bool is_star(const SelectItem& item) const;
  base::Result<void> replace_column(const SelectItem& star);
  base::Result<std::vector<const Field*>> without(std::vector<const Field*> fields, const SelectItem& star);
  base::Result<void> add_fields(const Item& item, const Typed& row);
  base::Result<void> add_struct_fields(const Item& item, const Typed& row);
  base::Result<std::vector<std::string>> struct_fields(const Item& item);
  base::Result<void> add_part(const Item& item, const Typed& row, OutputColumn column,
                              std::string_view field);
  base::Result<Generator> generator(const Call& call, bool outer, const std::vector<Name>& names,
                                    const ExpressionAnalyzer& analyzer);
  base::Result<void> generate(const Item& item, const Call& call, const ExpressionAnalyzer& analyzer);
  base::Result<std::size_t> add_key(const Expression& key);
  base::Result<std::size_t> add_item_key(const Item& item);
  const Expression* named_item(const Expression& key) const;
  base::Result<std::vector<KeySet>> add_sets(const GroupingElement& element);
  base::Result<void> check_windows() const;
  base::Result<Typed> sort_key(const Expression& expression);
  bool is_aggregated() const;
  base::Result<void> add_item(Item item);
  ExpressionAnalyzer analyzer(std::string clause, bool windows, const OutputScope* outputs = nullptr);
  ExpressionAnalyzer ungrouped(std::string clause);

  const Select& select_;
  const QueryTree& tree_;
  const Rules* const rules_;
  Budget& budget_;
  Names& names_;
  const ExpressionAnalyzer* const outer_;
  const TableFunctions* const table_functions_;  // null: nobody knows the columns of a relation here
  Subqueries subqueries_;
  TableSource source_;
  Aggregation aggregation_;
  bool aggregated_ = false;
  std::vector<Item> items_;
  std::optional<PlanExpression> where_;
  std::optional<PlanExpression> having_;
  OutputScope outputs_;
  OutputScope aliases_;                    // those of the select list that its later items may use
  std::optional<Generator> generator_;     // of the select list
  std::vector<std::string> generated_;     // its columns in the plan
  std::vector<PlanExpression> sort_only_;  // named columns that only ORDER BY needs
  std::vector<plan::SortOrder> order_;
};

}  // namespace sql
