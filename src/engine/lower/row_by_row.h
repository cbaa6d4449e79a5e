#pragma once

namespace spark::connect {
class Relation;
}

namespace engine {

// The input of an operator that makes each row of one row below it, in that row's place: a selection without
// windows, a filter, other names. Null: it is none such, or has no input.
const spark::connect::Relation* below_row_by_row(const spark::connect::Relation& relation);

}  // namespace engine
