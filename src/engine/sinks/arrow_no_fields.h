#pragma once

struct ArrowArray;
struct ArrowSchema;

namespace engine {

// Arrow has structs without fields, DuckDB has not (functions/no_fields.h).

// Of what DuckDB has made: leaves out the fields that stand for none, at any depth. `rows`: null where there
// is a schema only.
void leave_out_no_fields(ArrowSchema& schema, ArrowArray* rows);

// Of what DuckDB is to read, from nanoarrow: gives columns that are structs without fields the one that they
// have here.
void give_no_fields(ArrowSchema& schema);
void give_no_fields(const ArrowSchema& given_schema, ArrowArray& rows);

}  // namespace engine
