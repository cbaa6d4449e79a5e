#pragma once

#include <google/protobuf/message.h>

#include "base/result.h"

namespace spark_door {

// Visits a message and all within it, outer ones first: what a visit puts in a message's place is visited
// too.
template <typename Visit>
base::Result<void> walk(google::protobuf::Message& message, const Visit& visit) {
  using google::protobuf::FieldDescriptor;
  TRY(visit(message));
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    if (!field->is_repeated()) {
      TRY(walk(*reflection->MutableMessage(&message, field), visit));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i)
      TRY(walk(*reflection->MutableRepeatedMessage(&message, field, i), visit));
  }
  return {};
}

}  // namespace spark_door
