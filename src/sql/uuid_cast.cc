#include "sql/uuid_cast.h"

namespace sql {

Typed cast_uuid(Typed value, const Type& target, OnFailure on_failure) {
  if (target.kind == TypeKind::Varchar) return {std::move(value.plan), target};
  if (target.kind == TypeKind::Varbinary) {
    PlanExpression digits =
        plan::call("trino.replace", {std::move(value.plan), plan::literal("-"), plan::literal("")});
    return {plan::call("trino.from_hex", {std::move(digits)}), target};
  }
  const char* function = is_text(value.type) ? "trino.uuid_of_text" : "trino.uuid_of_bytes";
  PlanExpression made = plan::call(function, {std::move(value.plan)});
  return {attempted(std::move(made), on_failure), target};
}

}  // namespace sql
