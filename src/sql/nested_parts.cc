#include "sql/nested_parts.h"

#include <fmt/format.h>

namespace sql {
namespace {

// Lambdas in each other have names after their depth.
class Parts {
 public:
  Parts(bool (*is)(const Type&), PlanExpression (*made)(PlanExpression, const Type&))
      : is_(is), made_(made) {}

  PlanExpression in(PlanExpression value, const Type& type) {
    if (is_(type)) return made_(std::move(value), type);
    if (!holds(type, is_)) return value;
    ++depth_;
    PlanExpression made = type.kind == TypeKind::Array ? in_array(std::move(value), type.parts[0])
                          : type.kind == TypeKind::Map ? in_map(std::move(value), type)
                                                       : in_row(std::move(value), type);
    --depth_;
    return made;
  }

 private:
  std::string name(std::string_view what) const { return fmt::format("{}_{}", what, depth_); }

  PlanExpression in_array(PlanExpression array, const Type& type) {
    const std::string item = name("item");
    PlanExpression made = in(plan::lambda_variable(item), type);
    return transformed(std::move(array), item, std::move(made));
  }

  PlanExpression in_map(PlanExpression map, const Type& type) {
    const std::string key = name("key"), value = name("value");
    if (holds(type.parts[1], is_)) {
      PlanExpression made = in(plan::lambda_variable(value), type.parts[1]);
      map =
          plan::call("trino.transform_values", {std::move(map), plan::lambda(std::move(made), {key, value})});
    }
    if (!holds(type.parts[0], is_)) return map;
    PlanExpression made = in(plan::lambda_variable(key), type.parts[0]);
    return plan::call("trino.transform_keys", {std::move(map), plan::lambda(std::move(made), {key, value})});
  }

  PlanExpression in_row(PlanExpression row, const Type& type) {
    const std::string variable = name("row");
    const PlanExpression one = plan::lambda_variable(variable);
    std::vector<PlanExpression> fields;
    const std::vector<std::string> names = field_names(type);
    for (std::size_t i = 0; i < type.parts.size(); ++i) {
      fields.push_back(plan::literal(names[i]));
      fields.push_back(in(plan::field(one, names[i]), type.parts[i]));
    }
    PlanExpression known = plan::call("isnotnull", {one});
    PlanExpression made =
        plan::call("when", {std::move(known), plan::call("named_struct", std::move(fields))});
    return with_named(std::move(row), variable, std::move(made));
  }

  bool (*const is_)(const Type&);
  PlanExpression (*const made_)(PlanExpression, const Type&);
  int depth_ = 0;
};

}  // namespace

PlanExpression with_parts(PlanExpression value, const Type& type, bool (*is)(const Type&),
                          PlanExpression (*made)(PlanExpression, const Type&)) {
  return Parts(is, made).in(std::move(value), type);
}

}  // namespace sql
