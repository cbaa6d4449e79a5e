#include "engine/functions/interval.h"

#include <fmt/format.h>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

bool is_interval(const Typed& value) {
  return value.type.id() == Id::INTERVAL;
}

}  // namespace

bool has_interval(const Call& call) {
  return call.arguments.size() == 2 && (is_interval(call.arguments[0]) || is_interval(call.arguments[1]));
}

base::Result<Typed> move_by_interval(Call& call, bool back) {
  if (!back && is_interval(call.arguments[0])) std::swap(call.arguments[0], call.arguments[1]);
  auto& time = call.arguments[0];
  auto& interval = call.arguments[1];
  if (is_string(time.type) || is_null_type(time.type))
    time = TRY(coerce(std::move(time), Type::TIMESTAMP_TZ, call.session));
  if (!is_datetime(time.type)) return wrong_type(call, 0, "TIMESTAMP");
  if (interval.tree->GetExpressionClass() != duckdb::ExpressionClass::CONSTANT)
    return unsupported("an interval that is not constant");
  std::string name = fmt::format("{} {} {}", time.name, back ? "-" : "+", interval.name);
  const auto by = interval.tree->Cast<duckdb::ConstantExpression>().value.GetValue<duckdb::interval_t>();
  const Type type = time.type.id() == Id::DATE && by.micros != 0 ? Type(Type::TIMESTAMP_TZ) : time.type;
  auto local = time.type.id() == Id::TIMESTAMP_TZ ? to_local(std::move(time.tree), call.session)
                                                  : std::move(time.tree);
  auto moved = call_tree(back ? "-" : "+",
                         trees(cast_tree(std::move(local), Type::TIMESTAMP), std::move(interval.tree)));
  if (type.id() == Id::TIMESTAMP_TZ) moved = to_instant(std::move(moved), call.session);
  if (type.id() == Id::DATE) moved = cast_tree(std::move(moved), Type::DATE);
  return Typed{std::move(moved), type, std::move(name)};
}

}  // namespace engine
