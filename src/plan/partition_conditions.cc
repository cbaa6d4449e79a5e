#include <limits>
#include <optional>
#include <unordered_map>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/expression_text.h"
#include "plan/types.h"
#include "plan/walks.h"

namespace plan {

// One relation on the way from the root to a Read that says something of the Read's rows: what it demands of
// them, or what it calls their columns. Links lead upwards, so that Reads below one join share what stands
// above it, and the descent costs no more than the plan has relations; they are kept in a deque, which moves
// nothing.
struct PartitionDemands::Step {
  const Step* above = nullptr;  // the next one towards the root
  std::vector<const Expression*> conjuncts;
  const spark::connect::Project* project = nullptr;
};

namespace {

using DataType = spark::connect::DataType;
using Literal = Expression::Literal;
using Operator = PartitionCondition::Operator;

bool is_inner(const spark::connect::Join& join) {
  return join.join_type() == spark::connect::Join::JOIN_TYPE_INNER ||
         join.join_type() == spark::connect::Join::JOIN_TYPE_CROSS;
}

// The bits of an integer type; 0: it is none.
int width_of(DataType::KindCase kind) {
  switch (kind) {
    case DataType::kByte:
      return 8;
    case DataType::kShort:
      return 16;
    case DataType::kInteger:
      return 32;
    case DataType::kLong:
      return 64;
    default:
      return 0;
  }
}

int width_of(const Expression::Cast& cast) {
  if (cast.has_type()) return width_of(cast.type().kind_case());
  const auto type = parse_type(cast.type_str());
  return type.ok() ? width_of(type->kind_case()) : 0;
}

std::int64_t largest(int width) {
  return std::numeric_limits<std::int64_t>::max() >> (64 - width);
}

std::optional<std::int64_t> integer_of(const Literal& literal) {
  switch (literal.literal_type_case()) {
    case Literal::kByte:
      return literal.byte();
    case Literal::kShort:
      return literal.short_();
    case Literal::kInteger:
      return literal.integer();
    case Literal::kLong:
      return literal.long_();
    default:
      return std::nullopt;
  }
}

// Nothing, too, for a number that no value of the key's type equals.
std::optional<std::string> integer_text(const Literal& literal, int width) {
  const std::optional<std::int64_t> value = integer_of(literal);
  if (!value || *value > largest(width) || *value < -largest(width) - 1) return std::nullopt;
  return std::to_string(*value);
}

// The constant as a text of the key's type; nothing if comparing them would first convert one of the two.
// Keys of the other types (decimals, doubles, booleans, timestamps) are never conditions: a value of theirs
// has several texts, 1.0 and 1.00, and the catalog may hold any of them.
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
      return integer_text(literal, width_of(key_type.kind_case()));
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

// A window sees rows that the conditions above it shut out.
bool computes_windows(const spark::connect::Project& project) {
  bool found = false;
  for_each_expression(project, [&](const Expression& expression) { found |= expression.has_window(); });
  return found;
}

// Reads conjuncts as conditions on the keys of one table, which every Project on the way up may call
// otherwise.
class ConditionReader {
 public:
  // A key whose type nobody can read is no condition; the engine refuses the type when it reads the table.
  explicit ConditionReader(const std::vector<Column>& keys) {
    for (const Column& key : keys)
      if (auto type = parse_type(key.type); type.ok()) keys_.push_back({key.name, *std::move(type)});
    for (const Key& key : keys_) call(key.name, key, names_);
  }

  // From the names of the Project's input to those of its output.
  void rename(const spark::connect::Project& project) {
    Names renamed;
    for (const Expression& output : project.expressions()) {
      const bool has_name = output.has_alias() && output.alias().name_size() == 1;
      const Key* origin = key(has_name ? output.alias().expr() : output);
      if (!origin) continue;
      if (has_name)
        call(output.alias().name(0), *origin, renamed);
      else if (output.has_unresolved_attribute())
        call(unquoted(output.unresolved_attribute().unparsed_identifier()), *origin, renamed);
    }
    names_ = std::move(renamed);
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

  using Names = std::unordered_map<std::string, const Key*>;  // by the identifier in lower case

  // Bare names only: in t.year, t may be another table. A dot in a name is in backticks.
  static void call(const std::string& name, const Key& key, Names& names) {
    names.emplace(base::to_lower(name), &key);
    names.emplace(base::to_lower(plan::quoted(name)), &key);
  }

  static std::string unquoted(const std::string& identifier) {
    const bool quotes = identifier.size() > 2 && identifier.front() == '`' && identifier.back() == '`';
    return quotes ? identifier.substr(1, identifier.size() - 2) : identifier;
  }

  // The key whose value an expression has: its column, also as a wider integer.
  const Key* key(const Expression& expression) const {
    if (expression.has_cast()) {
      const Key* inner = key(expression.cast().expr());
      const int width = inner ? width_of(inner->type.kind_case()) : 0;
      return width > 0 && width_of(expression.cast()) >= width ? inner : nullptr;
    }
    // One that names its relation may be the column of another table.
    if (!expression.has_unresolved_attribute() || expression.unresolved_attribute().has_plan_id())
      return nullptr;
    const auto found = names_.find(base::to_lower(expression.unresolved_attribute().unparsed_identifier()));
    return found == names_.end() ? nullptr : found->second;
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
  Names names_;
};

}  // namespace

PartitionDemands::PartitionDemands(const Relation& root) {
  enter(root, nullptr);
}
PartitionDemands::~PartitionDemands() = default;

// Through an alias, a Filter, an inner Join, a Project and a Sample, which draws each row for itself; below
// anything else (a limit, an aggregate, a window) a row lost is a row missed.
void PartitionDemands::enter(const Relation& relation, const Step* above) {
  switch (relation.rel_type_case()) {
    case Relation::kRead: {
      auto& [arrivals, last] = reads_[relation.common().plan_id()];
      ++arrivals;
      last = above;
      return;
    }
    case Relation::kSubqueryAlias:
      return enter(relation.subquery_alias().input(), above);
    case Relation::kSample:
      return enter(relation.sample().input(), above);
    case Relation::kFilter:
      return enter(relation.filter().input(),
                   &steps_.emplace_back(Step{above, conjuncts(relation.filter().condition())}));
    case Relation::kProject:
      if (computes_windows(relation.project())) break;
      return enter(relation.project().input(), &steps_.emplace_back(Step{above, {}, &relation.project()}));
    case Relation::kJoin:
      if (is_inner(relation.join())) return enter_both(relation.join(), above);
      break;
    default:
      break;
  }
  for_each_input(relation, [this](const Relation& input) { enter(input, nullptr); });
}

// An inner join keeps no row that its condition does not hold for, so both sides may be asked for it.
void PartitionDemands::enter_both(const spark::connect::Join& join, const Step* above) {
  if (join.has_join_condition()) above = &steps_.emplace_back(Step{above, conjuncts(join.join_condition())});
  enter(join.left(), above);
  enter(join.right(), above);
}

std::vector<PartitionCondition> PartitionDemands::of(std::int64_t read_plan_id,
                                                     const std::vector<Column>& partition_keys) const {
  const auto read = reads_.find(read_plan_id);
  // A Read that stands in the plan more than once is asked by each for something else.
  if (read == reads_.end() || read->second.first != 1) return {};
  ConditionReader reader(partition_keys);
  std::vector<PartitionCondition> found;
  for (const Step* step = read->second.second; step != nullptr; step = step->above) {
    for (const Expression* conjunct : step->conjuncts)
      if (auto known = reader.read(*conjunct)) found.push_back(*std::move(known));
    if (step->project) reader.rename(*step->project);
  }
  return found;
}

}  // namespace plan
