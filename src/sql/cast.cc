#include "sql/cast.h"

#include <fmt/format.h>

#include "sql/intervals.h"
#include "sql/json_cast.h"
#include "sql/nested_parts.h"
#include "sql/time_of_day.h"
#include "sql/uuid_cast.h"

namespace sql {
namespace {

plan::CastMode mode_of(OnFailure on_failure) {
  return on_failure == OnFailure::Error ? plan::CastMode::Ansi : plan::CastMode::Try;
}

// Whether some value of `from` has no counterpart: then Trino's own function says so in Trino's words.
bool may_fail(const Type& from, const Type& to) {
  if (is_text(from)) return true;
  if (from.kind == TypeKind::Decimal && to.kind == TypeKind::Decimal &&
      from.precision - from.scale > to.precision - to.scale)
    return true;  // a common type of 38 digits need not hold them either
  return is_numeric(from) && is_numeric(to) && common_type(from, to) != to;
}

PlanExpression trino_cast(PlanExpression value, const Type& target, OnFailure on_failure) {
  const char* function = on_failure == OnFailure::Error ? "trino.cast" : "trino.try_cast";
  return plan::call(function, {std::move(value), plan::literal(to_spark(target))});
}

bool keeps_text(const Type& from, const Type& to) {
  return to.precision == 0 || (from.precision != 0 && from.precision <= to.precision);
}

Typed cut(Typed value, const Type& target) {
  if (keeps_text(value.type, target)) return {std::move(value.plan), target};
  return {plan::call("substring", {std::move(value.plan), plan::literal(1), plan::literal(target.precision)}),
          target};
}

// Filled up with blanks, or cut.
Typed as_char(Typed text, const Type& target) {
  if (text.type.kind == TypeKind::Char && text.type.precision == target.precision) return text;
  return {plan::call("rpad", {std::move(text.plan), plan::literal(target.precision), plan::literal(" ")}),
          target};
}

PlanExpression as_filled(PlanExpression text, const Type& target) {
  return as_char({std::move(text), varchar_type()}, target).plan;
}

// Whether the text names a zone or not: a timestamp without leaves it out.
Typed timestamp_of_text(Typed text, const Type& target, OnFailure on_failure) {
  const char* attempt = on_failure == OnFailure::Null ? "try_" : "";
  const char* kind = target.kind == TypeKind::Timestamp ? "timestamp" : "zoned";
  PlanExpression made = plan::call(fmt::format("trino.{}{}_of_text", attempt, kind), {std::move(text.plan)});
  if (target.kind == TypeKind::Timestamp) return checked(std::move(made), target);
  return {std::move(made), target};
}

// Whether the engine's own cast of a part says what Trino's does: those that cast() makes of several calls do
// not.
bool casts_alike(const Type& from, const Type& to) {
  if (is_nested(from)) {
    for (std::size_t i = 0; i < from.parts.size(); ++i) {
      if (!casts_alike(from.parts[i], to.parts[i])) return false;
    }
    return true;
  }
  if (from == to || from.kind == TypeKind::Unknown) return true;
  if (to.kind == TypeKind::Char) return is_characters(from);
  if (to.kind == TypeKind::Time || from.kind == TypeKind::Time) return false;
  if (from.kind == TypeKind::Json || to.kind == TypeKind::Uuid) return false;
  if (to.kind == TypeKind::TimestampWithZone) return is_time(from);
  if (from.kind == TypeKind::TimestampWithZone) return is_text(to) && to.precision == 0;
  if (is_text(to))
    return to.precision == 0 && !is_floating(from) && !is_interval(from) && from.kind != TypeKind::Timestamp;
  return !is_integral(to) || (!is_floating(from) && from.kind != TypeKind::Decimal);
}

base::Result<Typed> cast_nested(Typed value, const Type& target, OnFailure on_failure, Position position) {
  if (!casts_alike(value.type, target))
    return not_supported_yet(position,
                             fmt::format("a cast from {} to {}", to_string(value.type), to_string(target)));
  PlanExpression made = trino_cast(std::move(value.plan), target, OnFailure::Error);
  return Typed{attempted(with_filled_chars(std::move(made), target), on_failure), target};
}

bool is_bounded(const Type& type) {
  return type.kind == TypeKind::Varchar && type.precision != 0;
}

// A text is cut; what else is longer does not fit.
base::Result<Typed> cast_to_bounded(Typed value, const Type& target, OnFailure on_failure,
                                    Position position) {
  if (is_characters(value.type)) return cut(std::move(value), target);
  Typed text = TRY(cast(std::move(value), varchar_type(), on_failure, position));
  const char* function = on_failure == OnFailure::Error ? "trino.bounded_text" : "trino.try_bounded_text";
  return Typed{plan::call(function, {std::move(text.plan), plan::literal(std::int64_t{target.precision})}),
               target};
}

Typed cast_plainly(Typed value, const Type& target, OnFailure on_failure) {
  const bool fails = may_fail(value.type, target);
  if (is_integral(target) && (is_floating(value.type) || value.type.kind == TypeKind::Decimal)) {
    value.plan = plan::call("round", {std::move(value.plan), plan::literal(0)});
  }
  if (fails) return {trino_cast(std::move(value.plan), target, on_failure), target};
  return {plan::cast(std::move(value.plan), to_spark(target), mode_of(on_failure)), target};
}

// To a varchar of any length.
Typed cast_to_text(Typed value, OnFailure on_failure) {
  const Type target = varchar_type();
  switch (value.type.kind) {
    case TypeKind::Varchar:
    case TypeKind::Char:
      return {std::move(value.plan), target};
    case TypeKind::IntervalDay:
    case TypeKind::IntervalYear:
      return {interval_text(std::move(value)), target};
    case TypeKind::Double:
      return {plan::call("trino.double_text", {std::move(value.plan)}), target};
    case TypeKind::Real:
      return {plan::call("trino.real_text", {std::move(value.plan)}), target};
    case TypeKind::Timestamp:  // always with its milliseconds
      return {plan::call("date_format", {std::move(value.plan), plan::literal("yyyy-MM-dd HH:mm:ss.SSS")}),
              target};
    default:
      return cast_plainly(std::move(value), target, on_failure);
  }
}

// To a timestamp, or of one with a zone to a date.
Typed cast_to_moment(Typed value, const Type& target, OnFailure on_failure) {
  if (is_text(value.type)) return timestamp_of_text(std::move(value), target, on_failure);
  if (value.type.kind != TypeKind::TimestampWithZone)
    return cast_plainly(std::move(value), target, on_failure);
  PlanExpression local = plan::call("trino.local_time", {std::move(value.plan)});
  return {plan::cast(std::move(local), to_spark(target), mode_of(on_failure)), target};
}

// A constant of an integer type, which may become one of another type; nothing: it is none.
std::optional<std::int64_t> constant_integer(const PlanExpression& value) {
  if (!value.has_literal()) return std::nullopt;
  if (value.literal().has_integer()) return value.literal().integer();
  if (value.literal().has_long_()) return value.literal().long_();
  return std::nullopt;
}

std::optional<PlanExpression> literal_of(std::int64_t value, const Type& type) {
  switch (type.kind) {
    case TypeKind::Bigint:
      return plan::literal(value);
    case TypeKind::Double:
      return plan::literal(static_cast<double>(value));
    case TypeKind::Decimal:
      return type.scale == 0 ? std::optional(plan::decimal_literal(std::to_string(value), type.precision, 0))
                             : std::nullopt;
    default:
      return std::nullopt;
  }
}

base::Result<Type> common_of(const std::vector<Typed>& values, std::string_view what, Position position) {
  Type type;
  for (const Typed& value : values) {
    const std::optional<Type> common = common_type(type, value.type);
    if (!common)
      return error_at(position, "TYPE_MISMATCH",
                      fmt::format("All {} must be the same type: {}", what, to_string(type)));
    type = *common;
  }
  return type;
}

}  // namespace

PlanExpression attempted(PlanExpression made, OnFailure on_failure) {
  return on_failure == OnFailure::Null ? plan::call("trino.try", {std::move(made)}) : std::move(made);
}

Typed checked(PlanExpression value, const Type& type) {
  return {plan::cast(std::move(value), to_spark(type), plan::CastMode::Ansi), type};
}

Typed null_of(const Type& type) {
  return {plan::null_literal(to_spark(type)), type};
}

base::Result<Typed> cast(Typed value, const Type& target, OnFailure on_failure, Position position) {
  const TypeKind from = value.type.kind, to = target.kind;
  if (from == TypeKind::Unknown) return null_of(target);
  if (value.type == target) return value;
  if (to == TypeKind::Json) return cast_to_json(std::move(value), position);
  if (from == TypeKind::Json && !is_bounded(target))
    return cast_from_json(std::move(value), target, on_failure, position);
  const bool bytes = from == TypeKind::Varbinary || to == TypeKind::Varbinary;
  if (bytes && (is_sketch(value.type) || is_sketch(target)))  // Trino's bytes are others
    return not_supported_yet(position,
                             fmt::format("a cast from {} to {}", to_string(value.type), to_string(target)));
  if (!can_cast(value.type, target)) {
    return error_at(position, "TYPE_MISMATCH",
                    fmt::format("Cannot cast {} to {}", to_string(value.type), to_string(target)));
  }
  if (to == TypeKind::Char) return as_char(std::move(value), target);
  if (is_bounded(target)) return cast_to_bounded(std::move(value), target, on_failure, position);
  if (from == TypeKind::Time || to == TypeKind::Time)
    return cast_time(std::move(value), target, on_failure, position);
  if (from == TypeKind::Uuid || to == TypeKind::Uuid) return cast_uuid(std::move(value), target, on_failure);
  if (to == TypeKind::Varchar) return cast_to_text(std::move(value), on_failure);
  if (to == TypeKind::Timestamp || to == TypeKind::TimestampWithZone || from == TypeKind::TimestampWithZone)
    return cast_to_moment(std::move(value), target, on_failure);
  if (is_nested(target)) return cast_nested(std::move(value), target, on_failure, position);
  return cast_plainly(std::move(value), target, on_failure);
}

Typed coerce(Typed value, const Type& target) {
  if (value.type.kind == TypeKind::Unknown) return null_of(target);
  if (target.kind == TypeKind::Char) return as_char(std::move(value), target);
  if (value.type.kind == target.kind && is_alike_in_plan(value.type, target))
    return {std::move(value.plan), target};
  if (const std::optional<std::int64_t> constant = constant_integer(value.plan)) {
    if (std::optional<PlanExpression> literal = literal_of(*constant, target))
      return {*std::move(literal), target};
  }
  if (to_spark(value.type) != to_spark(target)) value = checked(std::move(value.plan), target);
  return {with_filled_chars(std::move(value.plan), target), target};
}

PlanExpression with_filled_chars(PlanExpression value, const Type& type) {
  return with_parts(std::move(value), type, is_char, as_filled);
}

Typed without_blanks(Typed characters) {
  if (characters.type.kind == TypeKind::Unknown) return null_of(varchar_type());
  return {plan::call("rtrim", {std::move(characters.plan)}), varchar_type()};
}

bool would_fill_long(const Type& common) {
  return common == char_type(kMaxCharLength);
}

base::Result<Type> unify(std::vector<Typed>& values, std::string_view what, Position position) {
  const Type type = TRY(common_of(values, what, position));
  for (Typed& value : values) value = coerce(std::move(value), type);
  return type;
}

base::Result<Type> unify_to_compare(std::vector<Typed>& values, std::string_view what, Position position) {
  const Type type = TRY(common_of(values, what, position));
  for (Typed& value : values)
    value = would_fill_long(type) ? without_blanks(std::move(value)) : coerce(std::move(value), type);
  return would_fill_long(type) ? varchar_type() : type;
}

}  // namespace sql
