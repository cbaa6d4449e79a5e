#include "engine/lower/field_audit.h"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <vector>

namespace engine {

base::Error unsupported(std::string_view what) {
  return base::refusal("UNSUPPORTED_FEATURE", 400, fmt::format("The plan uses {}, which is not supported yet.", what));
}

base::Result<void> consume_only(const google::protobuf::Message& message, std::initializer_list<std::string_view> fields) {
  const auto& name = message.GetDescriptor()->full_name();
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const auto* field : set)
    if (std::find(fields.begin(), fields.end(), field->name()) == fields.end())
      return unsupported(fmt::format("{}.{}", name, field->name()));
  const auto& unknown = reflection->GetUnknownFields(message);
  if (!unknown.empty()) return unsupported(fmt::format("field {} of {}", unknown.field(0).number(), name));
  return {};
}

}  // namespace engine
