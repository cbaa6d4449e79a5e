#include "sql/same_expression.h"

#include <google/protobuf/message.h>

#include <map>

#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"

namespace sql {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Variable = spark::connect::Expression::UnresolvedNamedLambdaVariable;

bool has_variable(const Message& message) {
  bool found = message.GetDescriptor() == Variable::descriptor();
  plan::for_each_child(message, [&](const Message& child) { found = found || has_variable(child); });
  return found;
}

// Calls each variable by the number of names that were met before its own.
class Renaming {
 public:
  void of(Message& message) {
    if (message.GetDescriptor() == Variable::descriptor()) return rename(static_cast<Variable&>(message));
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i)
        of(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                : *reflection.MutableMessage(&message, field));
    }
  }

 private:
  void rename(Variable& variable) {
    const auto known = numbers_.try_emplace(variable.SerializeAsString(), numbers_.size()).first;
    variable.clear_name_parts();
    variable.add_name_parts(std::to_string(known->second));
  }

  std::map<std::string, std::size_t> numbers_;
};

}  // namespace

std::string same_text(const PlanExpression& expression) {
  if (!has_variable(expression)) return expression.SerializeAsString();
  PlanExpression renamed = expression;
  Renaming().of(renamed);
  return renamed.SerializeAsString();
}

}  // namespace sql
