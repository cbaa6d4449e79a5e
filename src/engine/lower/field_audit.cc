#include "engine/lower/field_audit.h"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <span>
#include <vector>

#include "plan/unread_field.h"

namespace engine {

base::Error unsupported(std::string_view what) {
  return base::refusal("UNSUPPORTED_FEATURE", 400,
                       fmt::format("The plan uses {}, which is not supported yet.", what));
}

namespace {

base::Result<void> consume(const google::protobuf::Message& message,
                           std::span<const std::string_view> fields) {
  if (const auto unread = plan::unread_field(message, fields)) return unsupported(*unread);
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
