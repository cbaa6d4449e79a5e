#pragma once

#include <cstdint>
#include <vector>

#include "plan/builders.h"
#include "plan/catalog.h"
#include "sql/names.h"
#include "sql/scope.h"

namespace sql {

// The columns of a table in the catalog, partition keys last; those whose type queries do not support have
// none.
std::vector<Field> fields_of(const plan::Table& table);

plan::Relation read_of(const plan::Table& table, const std::vector<Field>& fields, std::int64_t plan_id);

// Gives the columns their names in the plan, and values what their types have of them, as Trino does when it
// reads: chars their blanks, longer texts and finer times their length, so that comparing them sees what is
// shown. By a Project, where something changes. The last `partition_keys` fields are those of no file.
plan::Relation rename(plan::Relation relation, std::vector<Field>& fields, Names& names,
                      std::size_t partition_keys);

}  // namespace sql
