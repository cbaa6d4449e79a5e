// Aggregate: one row for each value of the groups, or one of all rows without groups. Follows
// https://docs.aws.amazon.com/glue/latest/dg/transforms-aggregate.html and the functions of Spark's
// pyspark.sql.functions, which name the columns: avg(price).
#include <set>

#include "base/text.h"
#include "plan/types.h"
#include "services/glue/visual/node_kind_of.h"
#include "spark/connect/types.pb.h"

namespace services::glue::visual {
namespace {

using api::glue::Aggregate;
using api::glue::AggregateOperation;

// Of what type a function's value is.
enum class Gives { Long, Double, Same, Sum, Average };

struct AggregateFunction {
  std::string_view name;   // the node's
  std::string_view spark;  // the plan's
  bool distinct;
  Gives gives;
};
constexpr AggregateFunction kFunctions[] = {{"avg", "avg", false, Gives::Average},
                                            {"countDistinct", "count", true, Gives::Long},
                                            {"count", "count", false, Gives::Long},
                                            {"first", "first", false, Gives::Same},
                                            {"last", "last", false, Gives::Same},
                                            {"kurtosis", "kurtosis", false, Gives::Double},
                                            {"max", "max", false, Gives::Same},
                                            {"min", "min", false, Gives::Same},
                                            {"skewness", "skewness", false, Gives::Double},
                                            {"stddev_samp", "stddev_samp", false, Gives::Double},
                                            {"stddev_pop", "stddev_pop", false, Gives::Double},
                                            {"sum", "sum", false, Gives::Sum},
                                            {"sumDistinct", "sum", true, Gives::Sum},
                                            {"var_samp", "var_samp", false, Gives::Double},
                                            {"var_pop", "var_pop", false, Gives::Double}};

const AggregateFunction& function_of(const AggregateOperation& operation) {
  for (const AggregateFunction& known : kFunctions)
    if (known.name == operation.agg_func) return known;
  ASSERT(false, "the request's codec knows the functions");
  std::abort();
}

// Of a number, or of a text, which Spark takes for a double.
base::Result<std::string> numeric_result(Gives gives, const std::string& type, const std::string& name) {
  const auto parsed = TRY(plan::parse_type(type));
  if (parsed.has_decimal() && gives != Gives::Double) {
    const int precision = parsed.decimal().precision(), scale = parsed.decimal().scale();
    if (gives == Gives::Sum) return fmt::format("decimal({},{})", std::min(38, precision + 10), scale);
    return fmt::format("decimal({},{})", std::min(38, precision + 4), std::min(38, scale + 4));
  }
  if (type == "tinyint" || type == "smallint" || type == "int" || type == "bigint")
    return std::string(gives == Gives::Sum ? "bigint" : "double");
  if (parsed.has_decimal() || type == "float" || type == "double" || type == "string")
    return std::string("double");
  return base::refusal("TypeMismatch", 400, fmt::format("{}: the column is {} and no number", name, type));
}

base::Result<std::string> result_type(const AggregateFunction& function, const std::string& type,
                                      const std::string& name) {
  if (function.gives == Gives::Long) return std::string("bigint");
  if (function.gives == Gives::Same) return type;
  return numeric_result(function.gives, type, name);
}

base::Result<void> check_aggregate(const Aggregate& node) {
  TRY(check_paths("Groups", node.groups));
  for (const AggregateOperation& operation : node.aggs) TRY(check_paths("Aggs", {operation.column}));
  return {};
}

base::Result<void> check_names(const std::vector<Field>& fields) {
  std::set<std::string> names;
  for (const Field& field : fields)
    if (!names.insert(base::to_lower(field.name)).second)
      return base::refusal("DuplicateColumn", 400,
                           fmt::format("two columns would have the name '{}'", field.name));
  return {};
}

base::Result<Frame> aggregate(const Aggregate& node, std::vector<Frame> inputs) {
  Frame& input = inputs.front();
  Frame output;
  std::vector<plan::Expression> keys, values;
  for (const Path& path : node.groups) {
    Value key = TRY(value_at(input, path));
    const std::string& name = path.size() == 1 ? input.find(path.front())->name : path.back();
    output.fields.push_back({name, key.type});
    keys.push_back(plan::alias(std::move(key.expression), name));
  }
  for (const AggregateOperation& operation : node.aggs) {
    const AggregateFunction& function = function_of(operation);
    Value value = TRY(value_at(input, operation.column));
    const std::string name = fmt::format("{}({}{})", function.spark, function.distinct ? "DISTINCT " : "",
                                         base::join(operation.column, "."));
    const std::string type = TRY(result_type(function, value.type, name));
    output.fields.push_back({name, type});
    const auto call = function.distinct ? plan::call_distinct : plan::call;
    values.push_back(plan::alias(call(function.spark, {std::move(value.expression)}), name));
  }
  TRY(check_names(output.fields));
  output.relation = plan::aggregate(std::move(input.relation), std::move(keys), std::move(values));
  return output;
}

}  // namespace

NodeKind aggregate_kind() {
  return transform<&Node::aggregate, check_aggregate, aggregate>("Aggregate", 1);
}

}  // namespace services::glue::visual
