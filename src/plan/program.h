#pragma once

#include <cstdint>

#include "base/result.h"

namespace spark::connect {
class Relation;
}

namespace plan {

class Program;

// How many relations, expressions, literals and types may stand in each other on one path of a program: more
// than the SQL front-end makes of its own limit, and what whoever walks a plan may recurse over. Between two
// of them stand at most three other messages, which bounds the nesting of the messages as bytes.
inline constexpr int kMaxNesting = 1000;
inline constexpr int kMaxMessageNesting = 4 * kMaxNesting + 16;

// The use of a relation that stands in Program.relations.
spark::connect::Relation shared(std::int64_t plan_id);

// Refuses, with the code INVALID_PLAN_INPUT, a program that could not mean one thing: plan ids used twice,
// uses of what is not there or comes later, shared relations without id, inputs for no Read, a data source
// without input or with two, partition values that are too few or too many, a write without relation; and one
// that nests deeper than kMaxNesting.
base::Result<void> validate(const Program& program);

}  // namespace plan
