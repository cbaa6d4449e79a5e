// ApplyMapping ("Change Schema"): renames, casts, drops and reorders; what no mapping names is dropped.
// Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-ApplyMapping.html. Other
// than on AWS, a column that the input lacks, or has of another type than the mapping says, is an error and
// not a column that quietly is not there or NULL.
#include <set>

#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/visual/column_types.h"
#include "services/glue/visual/node_kind_of.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

using api::glue::ApplyMapping;
using api::glue::Mapping;

bool is_dropped(const Mapping& mapping) {
  return mapping.dropped.value_or(false);
}

bool has_children(const Mapping& mapping) {
  return mapping.children && !mapping.children->empty();
}

base::Result<void> check_type(const std::string& key, const std::string& type) {
  if (is_bare_nested(type) || spark_type(type)) return {};
  return errors::invalid_input_exception(fmt::format("the mapping to {}: '{}' is not a type.", key, type));
}

base::Result<void> check_mappings(const std::vector<Mapping>& mappings) {
  std::set<std::string> keys;
  for (const Mapping& mapping : mappings) {
    if (is_dropped(mapping)) continue;
    const std::string key = mapping.to_key.value_or("");
    if (key.empty()) return errors::invalid_input_exception("a mapping has no ToKey.");
    if (key.find('.') != key.npos)
      return errors::invalid_input_exception(fmt::format(
          "ToKey '{}': a field inside a struct as a mapping's destination is not supported.", key));
    if (!keys.insert(base::to_lower(key)).second)
      return errors::invalid_input_exception(fmt::format("two mappings give the column {}.", key));
    if (!mapping.from_path || mapping.from_path->empty())
      return errors::invalid_input_exception(fmt::format("the mapping to {} has no FromPath.", key));
    if (has_children(mapping)) {
      TRY(check_mappings(*mapping.children));
      continue;
    }
    TRY(check_type(key, mapping.to_type.value_or("")));
    if (!mapping.from_type.value_or("").empty()) TRY(check_type(key, *mapping.from_type));
  }
  if (keys.empty()) return errors::invalid_input_exception("every column is dropped.");
  return {};
}

// A mapping without FromType takes the value as it is; one of a bare name (struct, decimal) any of them.
base::Result<void> check_from_type(const Mapping& mapping, const Path& path, const std::string& type) {
  const std::string name = base::to_lower(base::trim(mapping.from_type.value_or("")));
  const bool bare = is_bare_nested(name) || name == "decimal";
  if (name.empty() || (bare ? type.starts_with(name) : spark_type(name) == type)) return {};
  return base::refusal(
      "TypeMismatch", 400,
      fmt::format("'{}' is {} and not {}, as FromType says", base::join(path, "."), type, name));
}

base::Result<Value> map_value(const Frame& input, const Path& parent, const Mapping& mapping);

// A struct of the children, whose paths go on from their parent's. NULL stays NULL.
base::Result<Value> map_children(const Frame& input, const Path& path, const std::vector<Mapping>& children) {
  std::vector<plan::Expression> arguments;
  std::vector<std::string> types;
  for (const Mapping& child : children) {
    if (is_dropped(child)) continue;
    Value mapped = TRY(map_value(input, path, child));
    arguments.push_back(plan::literal(*child.to_key));
    arguments.push_back(std::move(mapped.expression));
    types.push_back(plan::quoted(*child.to_key) + ":" + mapped.type);
  }
  plan::Expression fields = plan::call("named_struct", std::move(arguments));
  Value parent = TRY(value_at(input, path));
  return Value{
      plan::call("when", {plan::call("isnotnull", {std::move(parent.expression)}), std::move(fields)}),
      "struct<" + base::join(types, ",") + ">"};
}

base::Result<Value> map_value(const Frame& input, const Path& parent, const Mapping& mapping) {
  Path path = parent;
  path.insert(path.end(), mapping.from_path->begin(), mapping.from_path->end());
  if (has_children(mapping)) return map_children(input, path, *mapping.children);
  Value mapped = TRY(value_at(input, path));
  TRY(check_from_type(mapping, path, mapped.type));
  const std::string wanted = mapping.to_type.value_or("");
  if (is_bare_nested(wanted)) {
    if (mapped.type.starts_with(base::to_lower(wanted))) return mapped;
    return base::refusal(
        "InvalidCast", 400,
        fmt::format("'{}' is {} and cannot become a {}", base::join(path, "."), mapped.type, wanted));
  }
  const std::string type = *spark_type(wanted);
  if (type == mapped.type) return mapped;
  return Value{plan::cast(std::move(mapped.expression), type, plan::CastMode::Legacy), type};
}

base::Result<void> check_apply_mapping(const ApplyMapping& node) {
  return check_mappings(node.mapping);
}

base::Result<Frame> apply_mapping(const ApplyMapping& node, std::vector<Frame> inputs) {
  Frame input = std::move(inputs.front());
  Frame output;
  std::vector<plan::Expression> columns;
  for (const Mapping& mapping : node.mapping) {
    if (is_dropped(mapping)) continue;
    Value mapped = TRY(map_value(input, {}, mapping));
    columns.push_back(plan::alias(std::move(mapped.expression), *mapping.to_key));
    output.fields.push_back({*mapping.to_key, mapped.type});
  }
  output.relation = plan::project(std::move(input.relation), std::move(columns));
  return output;
}

}  // namespace

NodeKind apply_mapping_kind() {
  return keeping_rows(transform<&Node::apply_mapping, check_apply_mapping, apply_mapping>("ApplyMapping", 1));
}

}  // namespace services::glue::visual
