#include "sql/same_expression.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <vector>

#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"

namespace sql {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Lambda = spark::connect::Expression::LambdaFunction;
using Variable = spark::connect::Expression::UnresolvedNamedLambdaVariable;

bool has_variable(const Message& message) {
  bool found = message.GetDescriptor() == Variable::descriptor();
  plan::for_each_child(message, [&](const Message& child) { found = found || has_variable(child); });
  return found;
}

// Calls the parameters of lambdas by the number of those that are in view where they are declared: two
// lambdas side by side may share a name, and one inside another may hide it. Other variables keep their
// names.
class Renaming {
 public:
  void of(Message& message) {
    if (message.GetDescriptor() == Variable::descriptor()) return rename(static_cast<Variable&>(message));
    if (message.GetDescriptor() == Lambda::descriptor()) return of_lambda(static_cast<Lambda&>(message));
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
  void of_lambda(Lambda& lambda) {
    const std::size_t outside = in_view_.size();
    for (const Variable& parameter : lambda.arguments()) in_view_.push_back(parameter.SerializeAsString());
    for (Variable& parameter : *lambda.mutable_arguments()) rename(parameter);
    of(*lambda.mutable_function());
    in_view_.resize(outside);
  }

  void rename(Variable& variable) {
    const auto known = std::ranges::find(in_view_.rbegin(), in_view_.rend(), variable.SerializeAsString());
    if (known == in_view_.rend()) return;
    variable.clear_name_parts();
    variable.add_name_parts("");  // no name that a variable may have
    variable.add_name_parts(std::to_string(in_view_.rend() - known));
  }

  std::vector<std::string> in_view_;  // the innermost last
};

}  // namespace

std::string same_text(const PlanExpression& expression) {
  if (!has_variable(expression)) return expression.SerializeAsString();
  PlanExpression renamed = expression;
  Renaming().of(renamed);
  return renamed.SerializeAsString();
}

}  // namespace sql
