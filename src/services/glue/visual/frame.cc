#include "services/glue/visual/frame.h"

#include <algorithm>

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/types.h"
#include "services/glue/visual/by_name.h"
#include "spark/connect/types.pb.h"

namespace services::glue::visual {
namespace {

base::Result<Field> field_of(const std::string& struct_type, const std::string& name) {
  const auto type = TRY(plan::parse_type(struct_type));
  const auto* found =
      TRY(by_name(type.struct_().fields(), name, &spark::connect::DataType::StructField::name));
  if (found != nullptr) return Field{found->name(), plan::type_text(found->data_type())};
  return base::refusal("UnknownColumn", 400, fmt::format("{} has no field '{}'", struct_type, name));
}

}  // namespace

const Field* Frame::find(std::string_view name) const {
  const auto found = by_name(fields, name, &Field::name);
  return found.ok() ? *found : nullptr;
}

std::string Frame::field_names() const {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return base::join(names, ", ");
}

Frame all_of(Frame frame) {
  frame.relation = plan::project(std::move(frame.relation), {plan::star()});
  return frame;
}

// Dots are added until a name is free: two joins in a row make ..name.
Frame apart_from(const Frame& left, Frame right) {
  std::vector<std::pair<std::string, std::string>> renames;
  const auto is_taken = [&](const std::string& name) {
    return left.find(name) != nullptr || right.find(name) != nullptr;
  };
  for (Field& field : right.fields) {
    if (left.find(field.name) == nullptr) continue;
    std::string name = "." + field.name;
    while (is_taken(name)) name.insert(0, ".");
    renames.emplace_back(std::exchange(field.name, name), name);
  }
  if (!renames.empty()) right.relation = plan::rename(std::move(right.relation), std::move(renames));
  return right;
}

base::Result<void> check_paths(std::string_view member, const std::vector<Path>& paths) {
  for (const Path& path : paths)
    if (path.empty() || std::find(path.begin(), path.end(), "") != path.end())
      return api::glue::errors::invalid_input_exception(fmt::format(
          "{}: '{}' is no path to a field: a name in it is missing.", member, base::join(path, ".")));
  return {};
}

base::Result<Value> value_at(const Frame& frame, const Path& path) {
  const Field* column = path.empty() ? nullptr : frame.find(path.front());
  if (column == nullptr)
    return base::refusal("UnknownColumn", 400,
                         fmt::format("there is no column '{}'; the input has: {}",
                                     path.empty() ? "" : path.front(), frame.field_names()));
  std::string identifier = plan::quoted(column->name);
  std::string type = column->type;
  for (std::size_t depth = 1; depth < path.size(); ++depth) {
    Field field = TRY(field_of(type, path[depth]));
    identifier += "." + plan::quoted(field.name);
    type = std::move(field.type);
  }
  return Value{plan::column(identifier), std::move(type)};
}

}  // namespace services::glue::visual
