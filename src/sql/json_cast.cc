#include "sql/json_cast.h"

#include <fmt/format.h>

#include "sql/cast.h"

namespace sql {
namespace {

constexpr Type kJson{TypeKind::Json};

// A key of a map is the text of a scalar.
bool is_key(const Type& type) {
  return is_numeric(type) || is_text(type) || type.kind == TypeKind::Boolean ||
         type.kind == TypeKind::Unknown;
}

bool has_json(const Type& type) {
  if (type.kind == TypeKind::Map) return is_key(type.parts[0]) && has_json(type.parts[1]);
  if (is_nested(type)) return std::ranges::all_of(type.parts, has_json);
  return is_key(type) || type.kind == TypeKind::Json || type.kind == TypeKind::Date ||
         type.kind == TypeKind::Timestamp;
}

// Makes the plan of a value's JSON, part by part. The lambdas inside have names after the place of the cast
// and their number, so that none hides another.
class JsonMaker {
 public:
  explicit JsonMaker(Position position) : position_(position) {}

  base::Result<PlanExpression> json(PlanExpression value, const Type& type) {
    switch (type.kind) {
      case TypeKind::Json:
        return value;
      case TypeKind::Array:
        return list("[", TRY(each(std::move(value), type.parts[0])), "]");
      case TypeKind::Map:
        return object(std::move(value), type);
      case TypeKind::Row:
        return row(std::move(value), type);
      case TypeKind::Double:
        return plan::call("trino.json_of_double", {std::move(value)});
      case TypeKind::Real:
        return plan::call("trino.json_of_real", {std::move(value)});
      default:
        break;
    }
    const bool bare = is_numeric(type) || type.kind == TypeKind::Boolean;
    PlanExpression text = TRY(text_of(std::move(value), type));
    return bare ? std::move(text) : plan::call("trino.json_of_text", {std::move(text)});
  }

 private:
  base::Result<PlanExpression> text_of(PlanExpression value, const Type& type) {
    if (is_floating(type)) return json(std::move(value), type);
    return std::move(TRY(cast({std::move(value), type}, varchar_type(), OnFailure::Error, position_)).plan);
  }

  // What a lambda makes of each item of an array.
  std::string next_name() {
    return fmt::format("json_{}_{}_{}", position_.line, position_.column, lambdas_++);
  }

  template <typename Body>
  base::Result<PlanExpression> transform(PlanExpression array, Body body) {
    const std::string name = next_name();
    PlanExpression made = TRY(body(plan::lambda_variable(name)));
    return transformed(std::move(array), name, std::move(made));
  }

  base::Result<PlanExpression> each(PlanExpression array, const Type& item) {
    return transform(std::move(array), [&](PlanExpression one) { return json(std::move(one), item); });
  }

  PlanExpression list(const char* open, PlanExpression texts, const char* close) {
    PlanExpression joined =
        plan::call("trino.array_join", {std::move(texts), plan::literal(","), plan::literal("null")});
    return plan::call("concat", {plan::literal(open), std::move(joined), plan::literal(close)});
  }

  PlanExpression or_null(PlanExpression json) {
    return plan::call("coalesce", {std::move(json), plan::literal("null")});
  }

  // In the order of the keys' texts.
  base::Result<PlanExpression> object(PlanExpression map, const Type& type) {
    const auto entry_of = [&](PlanExpression entry) -> base::Result<PlanExpression> {
      PlanExpression key = TRY(text_of(plan::field(entry, "field0"), type.parts[0]));
      PlanExpression value = or_null(TRY(json(plan::field(std::move(entry), "field1"), type.parts[1])));
      return plan::call("named_struct",
                        {plan::literal("key"), std::move(key), plan::literal("value"), std::move(value)});
    };
    const auto member_of = [&](PlanExpression entry) -> base::Result<PlanExpression> {
      PlanExpression key = plan::call("trino.json_of_text", {plan::field(entry, "key")});
      return plan::call("concat",
                        {std::move(key), plan::literal(":"), plan::field(std::move(entry), "value")});
    };
    PlanExpression entries = TRY(transform(plan::call("trino.map_entries", {std::move(map)}), entry_of));
    PlanExpression sorted = plan::call("trino.array_sort", {std::move(entries)});
    return list("{", TRY(transform(std::move(sorted), member_of)), "}");
  }

  base::Result<PlanExpression> row(PlanExpression value, const Type& type) {
    const std::string name = next_name();
    const PlanExpression one = plan::lambda_variable(name);
    std::vector<PlanExpression> members;
    const std::vector<std::string> fields = field_names(type);
    for (std::size_t i = 0; i < type.parts.size(); ++i) {
      PlanExpression part = TRY(json(plan::field(one, fields[i]), type.parts[i]));
      PlanExpression key = plan::call("trino.json_of_text", {plan::literal(type.names[i])});
      members.push_back(plan::call("concat", {std::move(key), plan::literal(":"), or_null(std::move(part))}));
    }
    PlanExpression whole = list("{", plan::call("array", std::move(members)), "}");
    PlanExpression known = plan::call("isnotnull", {one});
    PlanExpression made = plan::call("when", {std::move(known), std::move(whole), null_of(kJson).plan});
    return with_named(std::move(value), name, std::move(made));
  }

  const Position position_;
  int lambdas_ = 0;
};

// As the plan's function takes it: binary for what stays JSON.
Type with_binary(Type type) {
  if (type.kind == TypeKind::Json) return {TypeKind::Varbinary};
  for (Type& part : type.parts) part = with_binary(std::move(part));
  return type;
}

// Of each row in the type, from its front: whether its fields have names.
std::string named_rows(const Type& type) {
  std::string named = type.kind != TypeKind::Row ? "" : type.names[0].empty() ? "-" : "n";
  for (const Type& part : type.parts) named += named_rows(part);
  return named;
}

bool is_bounded_text(const Type& type) {
  return is_text(type) && type.precision != 0;
}

}  // namespace

base::Result<Typed> cast_from_json(Typed value, const Type& target, OnFailure on_failure, Position position) {
  if (!can_cast(value.type, target))
    return error_at(position, "TYPE_MISMATCH", fmt::format("Cannot cast json to {}", to_string(target)));
  if (holds(target, is_bounded_text))
    return not_supported_yet(position, "a cast from json to " + to_string(target));
  PlanExpression made =
      plan::call("trino.json_cast", {std::move(value.plan), plan::literal(to_spark(with_binary(target))),
                                     plan::literal(to_string(target)), plan::literal(named_rows(target))});
  return Typed{attempted(std::move(made), on_failure), target};
}

base::Result<Typed> cast_to_json(Typed value, Position position) {
  if (!has_json(value.type)) {
    return error_at(position, "TYPE_MISMATCH", fmt::format("Cannot cast {} to json", to_string(value.type)));
  }
  return Typed{TRY(JsonMaker(position).json(std::move(value.plan), value.type)), kJson};
}

}  // namespace sql
