#pragma once

#include <cstdint>
#include <vector>

#include "plan/builders.h"
#include "plan/catalog.h"
#include "sql/hidden_column.h"
#include "sql/names.h"
#include "sql/scope.h"

namespace sql {

// The columns of a table in the catalog, partition keys last; those whose type queries do not support have
// none.
std::vector<Field> fields_of(const plan::Table& table);

// Adds those that a table has no column of its own for, and gives them.
std::vector<HiddenColumn> add_hidden(std::vector<HiddenColumn> hidden, const plan::Table& table,
                                     std::vector<Field>& fields);

plan::Relation read_of(const plan::Table& table, const std::vector<Field>& fields, std::int64_t plan_id);

// Gives the columns their names in the plan, and values what their types have of them, as Trino does when it
// reads: chars their blanks, longer texts and finer times their length, so that comparing them sees what is
// shown. By a Project, where something changes. The last `outside_files` fields are in no file.
plan::Relation rename(plan::Relation relation, std::vector<Field>& fields, Names& names,
                      std::size_t outside_files);

}  // namespace sql
