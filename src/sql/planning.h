#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/builders.h"
#include "plan/catalog.h"
#include "sql/ast.h"
#include "sql/budget.h"
#include "sql/names.h"
#include "sql/query.h"
#include "sql/typed.h"

namespace sql {

class ExpressionAnalyzer;
struct Rules;

// A relation under a name, in place of the catalog's tables.
struct View {
  std::string name;
  plan::Relation relation;
  std::vector<plan::Column> columns;  // none: nothing is known of it
  bool of_files = false;              // that are read there: it has the column _metadata, which no star shows
};
using Views = std::vector<View>;

// What a name of one part or several means; no value: nothing.
using FindView = std::function<base::Result<std::optional<View>>(const std::vector<std::string>& name)>;
FindView among(const Views& views);  // names of one part, in any case; the views outlive it

// The functions that stand in FROM.
struct TableFunctions {
  // What a call of one means; nothing: there is none of that name.
  std::function<base::Result<std::optional<plan::Relation>>(const std::string& name,
                                                            std::vector<PlanExpression> arguments)>
      call;
  // The columns of a relation that was made of one.
  std::function<base::Result<std::vector<plan::Column>>(const plan::Relation& relation)> columns;
};

// What all the queries of one statement share while it is planned. One thread.
struct Planning {
  plan::Catalog& catalog;
  std::string database;  // that names without one mean; a view has its own while it is planned
  Budget budget;
  Names names;  // so that no two columns of the whole plan are called the same
  std::vector<TableRead> reads;
  std::int64_t plan_ids = 0;                          // handed out so far
  std::size_t tables = 0;                             // in FROM so far, with UNNEST and the like
  std::vector<std::string> open_views = {};           // those in each other that are planned now
  std::map<std::string, plan::View> views_used = {};  // by name: these, and those that were before them
  std::vector<HiddenColumn> hidden = {};              // what the text around may ask tables for
  Session session = {};                               // its catalog: likewise a view's while that is planned
  const Rules* rules = nullptr;                       // of another dialect than Trino's
  const FindView* views = nullptr;                    // where tables are these, and no catalog's
  const TableFunctions* table_functions = nullptr;    // null: there are none

  std::int64_t next_plan_id() { return ++plan_ids; }
};

// What the step of a recursion reads: the rows that were new before.
struct RecursionRows {
  std::string id;  // of plan::recursion_rows
  std::vector<OutputColumn> columns;
};

// The tables that WITH defines around a place, the nearest first. Each use plans the query of its definition
// anew, as Trino does. Owned by whoever plans the query with that WITH.
struct CommonTables {
  const CommonTable& table;
  const CommonTables* visible = nullptr;      // where the definition stands
  const ExpressionAnalyzer* outer = nullptr;  // there
  bool recursive = false;                     // of WITH RECURSIVE: it may name itself
  const RecursionRows* rows = nullptr;        // within its own step: what it names then
};
const CommonTables* find(const CommonTables* tables, std::string_view name);

// Where a query stands: what it sees beside its own FROM.
struct Surroundings {
  Planning& planning;
  const CommonTables* common_tables = nullptr;
  const ExpressionAnalyzer* outer = nullptr;  // of the rows around a subquery; null: there are none
};

// A query as a relation.
struct Planned {
  plan::Relation relation;
  std::vector<OutputColumn> columns;
  // Of the columns that a star stands for: that which it has in FROM. Empty where nobody knows.
  std::vector<std::string> tables = {};
};

}  // namespace sql
