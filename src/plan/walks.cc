#include "plan/walks.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace plan {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using spark::connect::Expression;
using spark::connect::Relation;

// Calls `visit` for the messages inside and then for the message itself. The recursion is as deep as messages
// nest, which program.h bounds.
void for_each_message(const Message& message, const std::function<void(const Message&)>& visit) {
  for_each_child(message, [&](const Message& child) { for_each_message(child, visit); });
  visit(message);
}

template <typename T>
void for_each(const Message& message, const std::function<void(const T&)>& visit) {
  for_each_message(message, [&](const Message& inner) {
    if (inner.GetDescriptor() == T::descriptor()) visit(static_cast<const T&>(inner));
  });
}

// Only `and` as clients and the SQL front-end write it; another spelling makes one conjunct of the whole,
// which nobody understands, and so nothing wrong.
void add_conjuncts(const Expression& condition, std::vector<const Expression*>& out) {
  const auto& call = condition.unresolved_function();
  if (condition.expr_type_case() != Expression::kUnresolvedFunction || call.function_name() != "and") {
    out.push_back(&condition);
    return;
  }
  for (const Expression& argument : call.arguments()) add_conjuncts(argument, out);
}

}  // namespace

// By reflection: a list of kinds would fall behind the protocol.
void for_each_child(const Message& message, const std::function<void(const Message&)>& visit) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i)
      visit(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                 : reflection.GetMessage(message, field));
  }
}

void for_each_relation(const Message& message, const std::function<void(const Relation&)>& visit) {
  for_each<Relation>(message, visit);
}

void for_each_input(const Relation& relation, const std::function<void(const Relation&)>& visit) {
  const std::function<void(const Message&)> look = [&](const Message& inner) {
    if (inner.GetDescriptor() == Relation::descriptor())
      visit(static_cast<const Relation&>(inner));
    else
      for_each_child(inner, look);
  };
  for_each_child(relation, look);
}

void for_each_expression(const Message& message, const std::function<void(const Expression&)>& visit) {
  for_each<Expression>(message, visit);
}

bool has_window(const Message& message) {
  bool found = false;
  for_each_expression(message,
                      [&](const Expression& expression) { found = found || expression.has_window(); });
  return found;
}

std::set<std::string> columns_used(const Message& message) {
  std::set<std::string> columns;
  for_each_expression(message, [&](const Expression& expression) {
    if (expression.has_unresolved_attribute())
      columns.insert(expression.unresolved_attribute().unparsed_identifier());
  });
  return columns;
}

std::vector<const Expression*> conjuncts(const Expression& condition) {
  std::vector<const Expression*> out;
  add_conjuncts(condition, out);
  return out;
}

}  // namespace plan
