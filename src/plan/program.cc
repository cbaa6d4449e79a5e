#include "plan/program.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/message_differencer.h>

#include <map>
#include <set>

#include "base/text.h"
#include "plan/program.pb.h"
#include "plan/walks.h"

namespace plan {
namespace {

using google::protobuf::Message;
using spark::connect::Relation;

bool is_data_source(const Relation& relation) {
  return relation.has_read() && relation.read().has_data_source();
}

bool counts_as_nested(const Message& message) {
  const auto* kind = message.GetDescriptor();
  return kind == Relation::descriptor() || kind == spark::connect::Expression::descriptor() ||
         kind == spark::connect::Expression::Literal::descriptor() ||
         kind == spark::connect::DataType::descriptor();
}

// Itself goes no deeper than what it allows.
bool nests_within(const Message& message, int left) {
  if (counts_as_nested(message) && --left < 0) return false;
  bool within = true;
  for_each_child(message, [&](const Message& child) { within = within && nests_within(child, left); });
  return within;
}

class Validator {
 public:
  base::Result<void> check(const Program& program) {
    if (!nests_within(program, kMaxNesting))
      return invalid(
          fmt::format("The plan nests more than {} relations and expressions in each other.", kMaxNesting));
    for (const PinnedInput& input : program.inputs()) TRY(add_input(input));
    // Known only behind its own check: a shared relation may use those before it, and never itself.
    for (const Relation& relation : program.relations()) {
      TRY(check_tree(relation));
      if (!relation.common().has_plan_id()) return invalid("A shared relation has no plan id.");
      if (!shared_.insert(relation.common().plan_id()).second)
        return invalid(fmt::format("The plan id {} stands on more than one shared relation.",
                                   relation.common().plan_id()));
    }
    for (const auto& write : program.writes()) {
      if (!write.has_input()) return invalid("A write has no relation to write.");
      TRY(check_tree(write));
    }
    for (const Relation& relation : program.described()) TRY(check_tree(relation));
    if (program.has_fetched()) TRY(check_tree(program.fetched()));
    for (const Relation& relation : program.observed()) TRY(check_tree(relation));
    for (const Relation& relation : program.explained()) TRY(check_tree(relation));
    for (const PinnedInput& input : program.inputs())
      if (!read_.contains(input.plan_id()))
        return invalid(fmt::format("No relation reads the pinned input {}.", input.plan_id()));
    return {};
  }

 private:
  base::Result<void> check_tree(const Message& root) {
    base::Result<void> result;
    // What a recursion calls its rows may be used in it.
    for_each_relation(root, [&](const Relation& relation) {
      const auto& function = relation.unresolved_table_valued_function();
      if (function.function_name() == "trino.recursion" && function.arguments_size() == 3)
        recursions_.insert(function.arguments(2).literal().string());
    });
    for_each_relation(root, [&](const Relation& relation) {
      if (result.ok()) result = check_relation(relation);
    });
    return result;
  }

  base::Result<void> check_relation(const Relation& relation) {
    const bool has_id = relation.common().has_plan_id();
    const std::int64_t id = relation.common().plan_id();
    if (is_data_source(relation)) {
      if (!has_id) return invalid("A read has no plan id.");
      const auto [known, is_new] = reads_.emplace(id, &relation.read());
      const bool same =
          is_new || google::protobuf::util::MessageDifferencer::Equals(*known->second, relation.read());
      if (!same) return invalid(fmt::format("The plan id {} stands on two reads.", id));
      if (!inputs_.contains(id)) return invalid(fmt::format("The read {} has no pinned input.", id));
      read_.insert(id);
    }
    if (relation.has_cached_remote_relation())
      return check_use(relation.cached_remote_relation().relation_id());
    return {};
  }

  base::Result<void> check_use(const std::string& relation_id) {
    if (recursions_.contains(relation_id)) return {};
    const auto id = base::parse_int(relation_id);
    if (id && shared_.contains(*id)) return {};
    return invalid(fmt::format("The shared relation \"{}\" is used but stands nowhere before.", relation_id));
  }

  base::Result<void> add_input(const PinnedInput& input) {
    if (!inputs_.insert(input.plan_id()).second)
      return invalid(fmt::format("The read {} has more than one pinned input.", input.plan_id()));
    for (const PinnedObject& object : input.objects())
      if (object.partition_values_size() != input.partition_columns_size())
        return invalid(
            fmt::format("The object {} has {} partition values; its input has {} partition columns.",
                        object.uri(), object.partition_values_size(), input.partition_columns_size()));
    return {};
  }

  static base::Error invalid(std::string message) {
    return base::refusal("INVALID_PLAN_INPUT", 400, std::move(message));
  }

  std::set<std::int64_t> inputs_;                              // pinned
  std::set<std::int64_t> read_;                                // by some relation
  std::map<std::int64_t, const spark::connect::Read*> reads_;  // seen
  std::set<std::string> recursions_;
  std::set<std::int64_t> shared_;  // of shared relations seen
};

}  // namespace

Relation shared(std::int64_t plan_id) {
  Relation relation;
  relation.mutable_cached_remote_relation()->set_relation_id(std::to_string(plan_id));
  return relation;
}

base::Result<void> validate(const Program& program) {
  return Validator().check(program);
}

}  // namespace plan
