#include "engine/lower/field_audit.h"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <span>
#include <vector>

namespace engine {

base::Error unsupported(std::string_view what) {
  return base::refusal("UNSUPPORTED_FEATURE", 400,
                       fmt::format("The plan uses {}, which is not supported yet.", what));
}

namespace {

// Fields that are set and not known to the caller, and fields that not even the protocol's description knows:
// a newer client's plan is refused rather than run without a part of it.
base::Result<void> consume(const google::protobuf::Message& message,
                           std::span<const std::string_view> fields) {
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

// The field that is set of the message's oneof.
const google::protobuf::FieldDescriptor* chosen(const google::protobuf::Message& message) {
  return message.GetReflection()->GetOneofFieldDescriptor(message, message.GetDescriptor()->oneof_decl(0));
}

}  // namespace

base::Result<void> consume_only(const google::protobuf::Message& message,
                                std::initializer_list<std::string_view> fields) {
  return consume(message, std::span(fields.begin(), fields.size()));
}

base::Result<void> consume_choice(const google::protobuf::Message& message,
                                  std::initializer_list<std::string_view> beside) {
  std::vector<std::string_view> fields(beside);
  if (const auto* field = chosen(message)) fields.push_back(field->name());
  return consume(message, fields);
}

base::Error unsupported_choice(const google::protobuf::Message& message) {
  const auto& name = message.GetDescriptor()->full_name();
  const auto* field = chosen(message);
  return unsupported(field ? fmt::format("{}.{}", name, field->name())
                           : fmt::format("{} without a choice", name));
}

}  // namespace engine
