#include "engine/sinks/arrow_no_fields.h"

#include <nanoarrow/nanoarrow.h>

#include <new>
#include <string_view>

#include "engine/functions/no_fields.h"

namespace engine {
namespace {

bool has_no_field(const ArrowSchema& column) {
  return std::string_view(column.format) == "+s" && column.n_children == 1 &&
         column.children[0]->name == std::string_view(kNoField);
}

// Memory is all that these may lack: what they are given is of nanoarrow's own.
void check(ArrowErrorCode code) {
  if (code != NANOARROW_OK) throw std::bad_alloc();
}

// Who gives back a parent gives back those children alone that it still counts: those left out are given back
// here.
template <typename Node>
void leave_out_children(Node& parent) {
  for (std::int64_t i = 0; i < parent.n_children; ++i)
    if (parent.children[i]->release != nullptr) parent.children[i]->release(parent.children[i]);
  parent.n_children = 0;
}

}  // namespace

void leave_out_no_fields(ArrowSchema& schema, ArrowArray* rows) {
  if (has_no_field(schema)) {
    leave_out_children(schema);
    if (rows != nullptr) leave_out_children(*rows);
    return;
  }
  for (std::int64_t i = 0; i < schema.n_children; ++i)
    leave_out_no_fields(*schema.children[i], rows == nullptr ? nullptr : rows->children[i]);
}

void give_no_fields(ArrowSchema& schema) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    ArrowSchema& column = *schema.children[i];
    if (std::string_view(column.format) != "+s" || column.n_children != 0) continue;
    check(ArrowSchemaAllocateChildren(&column, 1));
    check(ArrowSchemaInitFromType(column.children[0], NANOARROW_TYPE_INT8));
    check(ArrowSchemaSetName(column.children[0], kNoField));
  }
}

void give_no_fields(const ArrowSchema& given_schema, ArrowArray& rows) {
  for (std::int64_t i = 0; i < given_schema.n_children; ++i) {
    ArrowArray& column = *rows.children[i];
    if (!has_no_field(*given_schema.children[i]) || column.n_children != 0) continue;
    check(ArrowArrayAllocateChildren(&column, 1));
    ArrowArray& nothing = *column.children[0];
    check(ArrowArrayInitFromType(&nothing, NANOARROW_TYPE_INT8));
    check(ArrowArrayStartAppending(&nothing));
    check(ArrowArrayAppendNull(&nothing, column.offset + column.length));
    check(ArrowArrayFinishBuildingDefault(&nothing, nullptr));
  }
}

}  // namespace engine
