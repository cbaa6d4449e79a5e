#pragma once

#include <vector>

#include "base/result.h"
#include "sql/query.h"

namespace plan {
class PinnedInput;
class Program;
}  // namespace plan

namespace services::athena {

// The program of one query: its relation, what its Reads are pinned to, and one write of source
// `dovetail.athena_result` to the result's object. Takes the relation out of the query.
//
// That source writes one CSV object at `path`, its rows in the relation's order: a header of labels, every
// value in double quotes (doubled inside), NULL an empty field, lines ended by \n. Its option `columns` is a
// JSON array of
// {"label", "type"} in the relation's order; `type` is the column's type in Trino's spelling and says how the
// value is written (a timestamp with three digits of a second, a varbinary as hex bytes between blanks).
plan::Program make_program(sql::Query& query, std::vector<plan::PinnedInput> inputs,
                           const std::string& output_location);

}  // namespace services::athena
