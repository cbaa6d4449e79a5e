#include "engine/functions/no_fields.h"

namespace engine {

// Of whole bytes: nanoarrow, when it is to make many NULLs at once, makes no room for bits.
Type struct_without_fields() {
  return Type::STRUCT({{kNoField, Type::TINYINT}});
}

bool is_struct_without_fields(const Type& type) {
  return type == struct_without_fields();
}

}  // namespace engine
