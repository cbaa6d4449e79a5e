#include "sql/result_texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "sql/intervals.h"
#include "sql/time_of_day.h"
#include "sql/typed.h"

namespace sql {
namespace {

bool is_number_in_plan(const Type& type) {
  return is_interval(type) || type.kind == TypeKind::Time;
}

bool holds_number(const Type& type) {
  return is_number_in_plan(type) || std::ranges::any_of(type.parts, holds_number);
}

bool holds_sketch(const Type& type) {
  return is_sketch(type) || std::ranges::any_of(type.parts, holds_sketch);
}

// Makes texts of what stands in a value. Lambdas in each other have names after their depth.
class Texts {
 public:
  PlanExpression in(PlanExpression value, const Type& type) {
    if (type.kind == TypeKind::Time) return time_text(std::move(value));
    if (is_interval(type)) return interval_text({std::move(value), type});
    if (!holds_number(type)) return value;
    ++depth_;
    PlanExpression made = type.kind == TypeKind::Array ? in_array(std::move(value), type.parts[0])
                          : type.kind == TypeKind::Map ? in_map(std::move(value), type)
                                                       : in_row(std::move(value), type);
    --depth_;
    return made;
  }

 private:
  template <typename Make>
  PlanExpression transform(PlanExpression array, Make make) {
    const std::string item = fmt::format("item_{}", depth_);
    PlanExpression made = make(plan::lambda_variable(item));
    return plan::call("trino.transform", {std::move(array), plan::lambda(std::move(made), {item})});
  }

  PlanExpression in_array(PlanExpression array, const Type& item) {
    return transform(std::move(array), [&](PlanExpression one) { return in(std::move(one), item); });
  }

  PlanExpression in_map(PlanExpression map, const Type& type) {
    const std::string key = fmt::format("key_{}", depth_), value = fmt::format("value_{}", depth_);
    if (holds_number(type.parts[1])) {
      PlanExpression made = in(plan::lambda_variable(value), type.parts[1]);
      map =
          plan::call("trino.transform_values", {std::move(map), plan::lambda(std::move(made), {key, value})});
    }
    if (!holds_number(type.parts[0])) return map;
    PlanExpression made = in(plan::lambda_variable(key), type.parts[0]);
    return plan::call("trino.transform_keys", {std::move(map), plan::lambda(std::move(made), {key, value})});
  }

  // The row stands in the plan once: as the only item of an array.
  PlanExpression in_row(PlanExpression row, const Type& type) {
    const auto texts_of = [&](const PlanExpression& one) {
      std::vector<PlanExpression> fields;
      const std::vector<std::string> names = field_names(type);
      for (std::size_t i = 0; i < type.parts.size(); ++i) {
        fields.push_back(plan::literal(names[i]));
        fields.push_back(in(plan::field(one, names[i]), type.parts[i]));
      }
      PlanExpression known = plan::call("isnotnull", {one});
      return plan::call("when", {std::move(known), plan::call("named_struct", std::move(fields))});
    };
    PlanExpression only = plan::call("array", {std::move(row)});
    return plan::call("trino.subscript",
                      {transform(std::move(only), texts_of), plan::literal(std::int64_t{1})});
  }

  int depth_ = 0;
};

}  // namespace

base::Result<void> check_result(const Planned& planned) {
  for (const OutputColumn& column : planned.columns) {
    if (holds_sketch(column.type))
      return base::refusal("NOT_SUPPORTED", 400,
                           fmt::format("{} in a result is not supported yet", to_string(column.type)));
  }
  return {};
}

Planned with_result_texts(Planned planned) {
  const auto shown = [](const OutputColumn& column) { return holds_number(column.type); };
  if (std::ranges::none_of(planned.columns, shown)) return planned;
  std::vector<PlanExpression> columns;
  for (const OutputColumn& column : planned.columns) {
    PlanExpression made = Texts().in(plan::column(column.plan_name), column.type);
    columns.push_back(plan::alias(std::move(made), column.plan_name));
  }
  planned.relation = plan::project(std::move(planned.relation), std::move(columns));
  return planned;
}

}  // namespace sql
