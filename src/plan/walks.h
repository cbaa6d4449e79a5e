#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "plan/catalog.h"

namespace google::protobuf {
class Message;
}
namespace spark::connect {
class Expression;
class Join;
class Relation;
}  // namespace spark::connect

// Questions about plans. They see every relation and expression at any depth, of kinds that they do not know
// too.
namespace plan {

// Calls `visit` for the messages right inside a message.
void for_each_child(const google::protobuf::Message& message,
                    const std::function<void(const google::protobuf::Message&)>& visit);

// Calls `visit` for each relation in a message (itself included), inputs before what uses them.
void for_each_relation(const google::protobuf::Message& message,
                       const std::function<void(const spark::connect::Relation&)>& visit);

// Calls `visit` for the relations right below one: its inputs, and those of its subqueries.
void for_each_input(const spark::connect::Relation& relation,
                    const std::function<void(const spark::connect::Relation&)>& visit);

// Calls `visit` for each expression in a message, arguments before what uses them.
void for_each_expression(const google::protobuf::Message& message,
                         const std::function<void(const spark::connect::Expression&)>& visit);

// Whether a message's expressions have an OVER somewhere.
bool has_window(const google::protobuf::Message& message);

// The identifiers of all columns that a message's expressions name.
std::set<std::string> columns_used(const google::protobuf::Message& message);

// What a condition is the conjunction of, from left to right.
std::vector<const spark::connect::Expression*> conjuncts(const spark::connect::Expression& condition);

// What a plan demands of the partitions of its Reads: those conjuncts of the Filters and inner Joins above a
// Read that compare a partition key with constants of its own type (key op constant, constant op key, IN, IS
// [NOT] NULL; the key may be cast to a wider integer). Others are left out, so what a catalog finds is a
// superset of what is needed. Names match in any case. One descent serves all Reads; the plan outlives this.
class PartitionDemands {
 public:
  explicit PartitionDemands(const spark::connect::Relation& root);
  ~PartitionDemands();

  // From the Read upwards.
  std::vector<PartitionCondition> of(std::int64_t read_plan_id,
                                     const std::vector<Column>& partition_keys) const;

 private:
  struct Step;
  void enter(const spark::connect::Relation& relation, const Step* above);
  void enter_both(const spark::connect::Join& join, const Step* above);

  std::deque<Step> steps_;
  std::map<std::int64_t, std::pair<int, const Step*>>
      reads_;  // how often it was met, and what stands above it
};

}  // namespace plan
