#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/catalog.h"
#include "sql/dialect.h"
#include "sql/hidden_column.h"
#include "sql/parameters.h"
#include "sql/session.h"
#include "sql/types.h"

namespace spark::connect {
class Relation;
}

namespace sql {

// One column of a result.
struct OutputColumn {
  std::string label;  // for the reader; may repeat
  Type type;
  std::string plan_name;  // of the plan's root relation; unique
  bool named = true;      // false: the label is made up, no query around this one can use it
};

// A table that the plan reads: whoever runs it pins what the Read with that id reads.
struct TableRead {
  std::int64_t plan_id = 0;
  std::string catalog;  // as the query calls the table's, in lower case
  plan::Table table;
  std::vector<HiddenColumn> hidden;  // columns behind the partition keys
};

// A query that is analysed: names resolved, types known, nothing read yet. Owns its plan.
struct Query {
  Query();
  Query(Query&&) noexcept;
  ~Query();

  std::unique_ptr<spark::connect::Relation> root;
  std::vector<TableRead> reads;
  std::vector<OutputColumn> columns;
  std::vector<plan::View> views;  // that it names, and those that they name, each once
};

// Plans the text of one query. `database` is the one that names without a database mean, `parameters` are the
// values of its `?`, `session` says who asks and what the catalog is called. Errors are the
// caller's, with the engine's code (SYNTAX_ERROR, TABLE_NOT_FOUND, COLUMN_NOT_FOUND, TYPE_MISMATCH, ...) and
// the place in the message. What is too large is refused (NOT_SUPPORTED, see budget.h); a planning that is
// asked to stop ends soon (USER_CANCELED).
base::Result<Query> plan_query(std::string_view text, const Dialect& dialect, plan::Catalog& catalog,
                               const std::string& database, std::stop_token stop = {},
                               Parameters parameters = {}, const Session& session = {});

}  // namespace sql
