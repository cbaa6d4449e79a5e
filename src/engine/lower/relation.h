#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/tableref.hpp"
#include "engine/functions/tree.h"

namespace engine {

// A column of a lowered relation. Inside the trees it is known by `id` alone, which no other column of the
// run has, so that names may repeat; names come back where the rows are written.
struct OutputColumn {
  std::string name;
  std::string id;
  Type type;
  std::vector<std::int64_t> plan_ids;   // of the relations whose output it was
  std::vector<std::string> qualifiers;  // the alias that stands before its name, outermost first
  int left_out = 0;                     // by how many selections above it; 0: it is one of the output
};

using Columns = std::vector<OutputColumn>;
// What a select list has, in its order.
using Values = std::vector<std::pair<Typed, OutputColumn>>;
using TableRef = duckdb::unique_ptr<duckdb::TableRef>;
using SelectNode = duckdb::unique_ptr<duckdb::SelectNode>;

// A relation as a FROM item whose columns are named by their ids.
struct Lowered {
  TableRef table;
  Columns columns;
  bool ordered = false;  // the order of its rows is asked for
  // What the table has besides, for a Filter or a Sort that names it (left_out.cc).
  Columns left_out = {};

  Columns reachable() const;
};

// The parts, in lower case, of the names that Filters and Sorts above a relation use.
using Wanted = std::set<std::string>;

// A column as an expression over its relation.
Typed value_of(const OutputColumn& column);

// SELECT ... FROM the relation; the select list is still empty.
SelectNode select_from(TableRef table);
// Puts one value, named by the column's id, onto the select list.
void select_value(duckdb::SelectNode& node, Tree value, const OutputColumn& column);
// Puts all columns there as they are.
void select_all(duckdb::SelectNode& node, const Columns& columns);
// And what Filters and Sorts above may name besides.
void select_reachable(duckdb::SelectNode& node, const Lowered& input);
// What a selection from `input` leaves in their reach.
Columns left_out_of(const Lowered& input, const Wanted& wanted);
// `wanted`, with the names that a message's expressions use.
Wanted wanted_by(const google::protobuf::Message& message, Wanted wanted);
// A query in brackets.
TableRef as_table(SelectNode node);

// Cuts a name at dots outside backticks; a doubled backtick is one. Nothing: a backtick is open.
std::optional<std::vector<std::string>> identifier_parts(const std::string& identifier);

// Resolves `a`, `a.b` and `` `a b` `` among columns, names being equal but for case. Refuses, in Spark's
// words, what is not there (UNRESOLVED_COLUMN, with suggestions) and what is there twice
// (AMBIGUOUS_REFERENCE). Sees those that so many selections have left out.
struct Resolved {
  const OutputColumn* column;
  std::string name;                 // the column's, in the spelling of who asks: Spark names what it gives so
  std::vector<std::string> fields;  // of a struct, from the outside in
};
base::Result<Resolved> resolve(const Columns& columns, const std::string& identifier,
                               std::optional<std::int64_t> plan_id = std::nullopt, int left_out = 0);
// One that a function of df.na or df.stat names: where it is not there, its error proposes all columns.
base::Result<const OutputColumn*> column_of(const Columns& columns, const std::string& name);
// Those that are so named; no names: all.
base::Result<std::vector<const OutputColumn*>> columns_or_all(
    const Columns& columns, const google::protobuf::RepeatedPtrField<std::string>& names);
// The refusal of a name that must be one of the columns'.
base::Error not_among(const std::string& name, const Columns& columns);
// By name only, with no qualifier or field; all that match.
std::vector<const OutputColumn*> columns_named(const Columns& columns, const std::string& name);

}  // namespace engine
