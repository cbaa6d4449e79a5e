#include <optional>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/expression_text.h"
#include "plan/types.h"
#include "plan/walks.h"

namespace plan {
namespace {

using DataType = spark::connect::DataType;
using Literal = Expression::Literal;
using Operator = PartitionCondition::Operator;

bool names(const std::string& identifier, const std::string& column) {
  return base::iequals(identifier, column) || base::iequals(identifier, plan::quoted(column));
}

// Goes down from the root to one Read, with what every row on the way must meet. Through an alias, a Filter,
// an inner Join and a Project that renames; below anything else (a limit, an aggregate) a row lost is a row
// missed.
class Descent {
 public:
  explicit Descent(std::int64_t read_plan_id) : read_plan_id_(read_plan_id) {}

  void enter(const Relation& relation, std::vector<Expression> demands) {
    switch (relation.rel_type_case()) {
      case Relation::kRead:
        return arrive(relation, std::move(demands));
      case Relation::kSubqueryAlias:
        return enter(relation.subquery_alias().input(), std::move(demands));
      case Relation::kFilter:
        add(relation.filter().condition(), demands);
        return enter(relation.filter().input(), std::move(demands));
      case Relation::kProject:
        return enter(relation.project().input(), below(relation.project(), demands));
      case Relation::kJoin:
        if (is_inner(relation.join())) return enter_both(relation.join(), std::move(demands));
        break;
      default:
        break;
    }
    for_each_input(relation, [this](const Relation& input) { enter(input, {}); });
  }

  // A Read that stands in the plan more than once is asked by each for something else.
  std::vector<Expression> take() && { return arrivals_ == 1 ? std::move(found_) : std::vector<Expression>(); }

 private:
  static bool is_inner(const spark::connect::Join& join) {
    return join.join_type() == spark::connect::Join::JOIN_TYPE_INNER ||
           join.join_type() == spark::connect::Join::JOIN_TYPE_CROSS;
  }

  static void add(const Expression& condition, std::vector<Expression>& demands) {
    for (const Expression* conjunct : conjuncts(condition)) demands.push_back(*conjunct);
  }

  void enter_both(const spark::connect::Join& join, std::vector<Expression> demands) {
    if (join.has_join_condition()) add(join.join_condition(), demands);
    enter(join.left(), demands);
    enter(join.right(), std::move(demands));
  }

  void arrive(const Relation& read, std::vector<Expression> demands) {
    if (read.common().plan_id() != read_plan_id_) return;
    ++arrivals_;
    found_ = std::move(demands);
  }

  // The demands in the names of the Project's input; what is asked of a computed column ends here.
  static std::vector<Expression> below(const spark::connect::Project& project,
                                       const std::vector<Expression>& demands) {
    std::vector<Expression> result;
    for (Expression demand : demands)
      if (rename(demand, project)) result.push_back(std::move(demand));
    return result;
  }

  static bool rename(Expression& expression, const spark::connect::Project& project) {
    if (expression.has_literal()) return true;
    if (expression.has_unresolved_attribute()) {
      const Expression* origin = origin_of(expression.unresolved_attribute().unparsed_identifier(), project);
      if (origin) *expression.mutable_unresolved_attribute() = origin->unresolved_attribute();
      return origin != nullptr;
    }
    if (!expression.has_unresolved_function()) return false;
    for (Expression& argument : *expression.mutable_unresolved_function()->mutable_arguments())
      if (!rename(argument, project)) return false;
    return true;
  }

  // The column of the input that a name of the output is another name of.
  static const Expression* origin_of(const std::string& identifier, const spark::connect::Project& project) {
    for (const Expression& output : project.expressions()) {
      if (output.has_unresolved_attribute() &&
          base::iequals(output.unresolved_attribute().unparsed_identifier(), identifier))
        return &output;
      const bool renames = output.has_alias() && output.alias().name_size() == 1 &&
                           output.alias().expr().has_unresolved_attribute();
      if (renames && names(identifier, output.alias().name(0))) return &output.alias().expr();
    }
    return nullptr;
  }

  const std::int64_t read_plan_id_;
  int arrivals_ = 0;
  std::vector<Expression> found_;
};

std::optional<std::string> integer_text(const Literal& literal) {
  switch (literal.literal_type_case()) {
    case Literal::kByte:
      return std::to_string(literal.byte());
    case Literal::kShort:
      return std::to_string(literal.short_());
    case Literal::kInteger:
      return std::to_string(literal.integer());
    case Literal::kLong:
      return std::to_string(literal.long_());
    default:
      return std::nullopt;
  }
}

// The constant as a text of the key's type; nothing if comparing them would first convert one of the two.
std::optional<std::string> constant_text(const Expression& expression, const DataType& key_type) {
  if (!expression.has_literal()) return std::nullopt;
  const Literal& literal = expression.literal();
  switch (key_type.kind_case()) {
    case DataType::kString:
      return literal.has_string() ? std::optional(literal.string()) : std::nullopt;
    case DataType::kByte:
    case DataType::kShort:
    case DataType::kInteger:
    case DataType::kLong:
      return integer_text(literal);
    case DataType::kDate:
      return literal.has_date() ? std::optional(iso_date(literal.date())) : std::nullopt;
    default:
      return std::nullopt;
  }
}

struct Comparison {
  std::string_view function;
  Operator op;
  Operator mirrored;  // of constant op key
};

constexpr Comparison kComparisons[] = {
    {"==", Operator::Equal, Operator::Equal},
    {"=", Operator::Equal, Operator::Equal},
    {"!=", Operator::NotEqual, Operator::NotEqual},
    {"<", Operator::Less, Operator::Greater},
    {"<=", Operator::LessOrEqual, Operator::GreaterOrEqual},
    {">", Operator::Greater, Operator::Less},
    {">=", Operator::GreaterOrEqual, Operator::LessOrEqual},
};

// Reads conjuncts as conditions on the keys of one table.
class ConditionReader {
 public:
  explicit ConditionReader(const std::vector<Column>& keys) {
    for (const Column& key : keys)
      if (auto type = parse_type(key.type); type.ok()) keys_.push_back({key.name, *std::move(type)});
  }

  std::optional<PartitionCondition> read(const Expression& conjunct) const {
    if (!conjunct.has_unresolved_function()) return std::nullopt;
    const auto& call = conjunct.unresolved_function();
    const std::string name = base::to_lower(call.function_name());
    if (name == "in") return membership(call);
    if (name == "isnull") return null_test(call, Operator::IsNull);
    if (name == "isnotnull") return null_test(call, Operator::IsNotNull);
    if (name == "not" && call.arguments_size() == 1) return negated(call.arguments(0));
    for (const Comparison& comparison : kComparisons)
      if (name == comparison.function && call.arguments_size() == 2) return compared(call, comparison);
    return std::nullopt;
  }

 private:
  struct Key {
    std::string name;
    DataType type;
  };

  const Key* key(const Expression& expression) const {
    if (!expression.has_unresolved_attribute()) return nullptr;
    const std::string& identifier = expression.unresolved_attribute().unparsed_identifier();
    for (const Key& key : keys_)
      if (names(identifier, key.name)) return &key;
    return nullptr;
  }

  std::optional<PartitionCondition> compared(const Expression::UnresolvedFunction& call,
                                             const Comparison& comparison) const {
    const Key* left = key(call.arguments(0));
    const Key* found = left ? left : key(call.arguments(1));
    if (!found) return std::nullopt;
    auto value = constant_text(call.arguments(left ? 1 : 0), found->type);
    if (!value) return std::nullopt;
    return PartitionCondition{found->name, left ? comparison.op : comparison.mirrored, {*std::move(value)}};
  }

  std::optional<PartitionCondition> membership(const Expression::UnresolvedFunction& call) const {
    const Key* found = call.arguments_size() > 1 ? key(call.arguments(0)) : nullptr;
    if (!found) return std::nullopt;
    PartitionCondition condition{found->name, Operator::In, {}};
    for (int i = 1; i < call.arguments_size(); ++i) {
      auto value = constant_text(call.arguments(i), found->type);
      if (!value) return std::nullopt;
      condition.values.push_back(*std::move(value));
    }
    return condition;
  }

  std::optional<PartitionCondition> null_test(const Expression::UnresolvedFunction& call, Operator op) const {
    const Key* found = call.arguments_size() == 1 ? key(call.arguments(0)) : nullptr;
    if (!found) return std::nullopt;
    return PartitionCondition{found->name, op, {}};
  }

  // NOT of an equality or of a NULL test; a row with a NULL key is kept by neither form.
  std::optional<PartitionCondition> negated(const Expression& inner) const {
    auto condition = read(inner);
    if (!condition) return std::nullopt;
    if (condition->op == Operator::Equal)
      condition->op = Operator::NotEqual;
    else if (condition->op == Operator::IsNull)
      condition->op = Operator::IsNotNull;
    else
      return std::nullopt;
    return condition;
  }

  std::vector<Key> keys_;
};

}  // namespace

std::vector<PartitionCondition> partition_conditions(const Relation& root, std::int64_t read_plan_id,
                                                     const std::vector<Column>& partition_keys) {
  Descent descent(read_plan_id);
  descent.enter(root, {});
  const ConditionReader reader(partition_keys);
  std::vector<PartitionCondition> found;
  for (const Expression& demand : std::move(descent).take())
    if (auto known = reader.read(demand)) found.push_back(*std::move(known));
  return found;
}

}  // namespace plan
