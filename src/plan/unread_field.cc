#include "plan/unread_field.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <vector>

namespace plan {

std::optional<std::string> unread_field(const google::protobuf::Message& message,
                                        std::span<const std::string_view> read) {
  const auto& name = message.GetDescriptor()->full_name();
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const auto* field : set)
    if (std::ranges::find(read, field->name()) == read.end())
      return fmt::format("{}.{}", name, field->name());
  const auto& unknown = reflection->GetUnknownFields(message);
  if (!unknown.empty()) return fmt::format("field {} of {}", unknown.field(0).number(), name);
  return std::nullopt;
}

}  // namespace plan
