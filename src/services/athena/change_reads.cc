#include "services/athena/change_reads.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace services::athena {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls `visit` for each Relation in a message, inputs before what uses them; it may change what it gets.
void for_each_relation(Message& message, const std::function<void(plan::Relation&)>& visit) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i)
      for_each_relation(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                             : *reflection.MutableMessage(&message, field),
                        visit);
  }
  if (message.GetDescriptor() == plan::Relation::descriptor()) visit(static_cast<plan::Relation&>(message));
}

}  // namespace

void change_reads(plan::Relation& relation, const std::function<void(plan::Relation&)>& change) {
  for_each_relation(relation, [&](plan::Relation& own) {
    if (own.has_read()) change(own);
  });
}

}  // namespace services::athena
