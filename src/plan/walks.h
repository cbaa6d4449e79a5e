#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "plan/catalog.h"

namespace google::protobuf {
class Message;
}
namespace spark::connect {
class Expression;
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

// The identifiers of all columns that a message's expressions name.
std::set<std::string> columns_used(const google::protobuf::Message& message);

// What a condition is the conjunction of, from left to right.
std::vector<const spark::connect::Expression*> conjuncts(const spark::connect::Expression& condition);

// The conditions on partition keys that a plan sets for the rows of one Read: those conjuncts of the Filters
// and inner Joins above it that compare a key with constants of the key's own type (key op constant, constant
// op key, IN, IS [NOT] NULL). Others are left out, so what a catalog finds is a superset of what is needed.
// Names match in any case.
std::vector<PartitionCondition> partition_conditions(const spark::connect::Relation& root,
                                                     std::int64_t read_plan_id,
                                                     const std::vector<Column>& partition_keys);

}  // namespace plan
