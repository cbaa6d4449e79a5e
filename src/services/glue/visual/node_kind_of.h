#pragma once

#include "services/glue/visual/node_kind.h"

// Makes a NodeKind of the functions that a node's file has: how it is checked, and how it reads, transforms
// or writes.
namespace services::glue::visual {

// What went wrong in a node is told with its label.
template <typename T>
base::Result<T> labelled(const Label& label, base::Result<T> result) {
  if (result.ok()) return result;
  return std::move(result).error().context(label);
}

// What all kinds have in common, from the member of the union that they are.
template <auto kMember, auto kCheck>
constexpr NodeKind kind(std::string_view member) {
  return {.member = member,
          .inputs = 0,
          .holds = [](const Node& node) { return (node.*kMember).has_value(); },
          .name = [](const Node& node) -> const std::string& { return (node.*kMember)->name; },
          .input_ids = [](const Node& node) -> std::vector<std::string> {
            if constexpr (requires { (node.*kMember)->inputs; }) return (node.*kMember)->inputs;
            return {};
          },
          .check = [](const Node& node,
                      const Label& label) { return labelled(label, kCheck(*(node.*kMember))); }};
}

template <auto kMember, auto kCheck, auto kRead>
constexpr NodeKind source(std::string_view member) {
  NodeKind source = kind<kMember, kCheck>(member);
  source.read = [](const Node& node, const Label& label, SourceReader& reader) {
    return labelled(label, kRead(*(node.*kMember), reader));
  };
  return source;
}

template <auto kMember, auto kCheck, auto kTransform>
constexpr NodeKind transform(std::string_view member, std::size_t inputs) {
  NodeKind transform = kind<kMember, kCheck>(member);
  transform.inputs = inputs;
  transform.transform = [](const Node& node, const Label& label, std::vector<Frame> frames) {
    return labelled(label, kTransform(*(node.*kMember), std::move(frames)));
  };
  return transform;
}

// A transform of two inputs that gives something, or fails, when only one of them has anything to read.
template <auto kMember, auto kCheck, auto kTransform, auto kTransformOfSome>
constexpr NodeKind transform_of_two(std::string_view member) {
  NodeKind transform = visual::transform<kMember, kCheck, kTransform>(member, 2);
  transform.transform_of_some = [](const Node& node, const Label& label, std::vector<Frame> frames) {
    return labelled(label, kTransformOfSome(*(node.*kMember), std::move(frames)));
  };
  return transform;
}

template <auto kMember, auto kCheck, auto kInspect>
constexpr NodeKind inspecting_transform(std::string_view member) {
  NodeKind transform = kind<kMember, kCheck>(member);
  transform.inputs = 1;
  transform.inspect = [](const Node& node, const Label& label, Frame input, const Ask& ask) {
    return labelled(label, kInspect(*(node.*kMember), std::move(input), ask));
  };
  return transform;
}

// Its inputs may stand in it more than once each.
template <auto kMember, auto kCheck, auto kQuery>
constexpr NodeKind query(std::string_view member) {
  NodeKind query = kind<kMember, kCheck>(member);
  query.inputs = NodeKind::kOneOrMore;
  query.reuses_inputs = true;
  query.query = [](const Node& node, const Label& label, std::vector<Frame> frames, const Describe& describe,
                   std::int64_t first_plan_id) {
    return labelled(label, kQuery(*(node.*kMember), std::move(frames), describe, first_plan_id));
  };
  return query;
}

// As many rows as the input has.
constexpr NodeKind keeping_rows(NodeKind kind) {
  kind.keeps_rows = true;
  return kind;
}

// Its frame is a collection. All that may be picked of it comes from one input.
template <auto kMember, auto kCheck, auto kTransform, auto kSize>
constexpr NodeKind collection(std::string_view member) {
  NodeKind collection = transform<kMember, kCheck, kTransform>(member, 1);
  collection.collection_size = [](const Node& node) -> std::size_t { return kSize(*(node.*kMember)); };
  collection.reuses_inputs = true;
  return collection;
}

// Writes its input, or something of it, and gives all of it on.
constexpr NodeKind passing_on(NodeKind target) {
  target.keeps_rows = false;  // what is written may be less than what is given on
  target.transform = [](const Node&, const Label&, std::vector<Frame> inputs) -> base::Result<Frame> {
    return all_of(std::move(inputs.front()));
  };
  return target;
}

template <auto kMember, auto kCheck, auto kTarget, auto kWrite>
constexpr NodeKind target(std::string_view member) {
  NodeKind target = kind<kMember, kCheck>(member);
  target.inputs = 1;
  target.keeps_rows = true;
  target.target = [](const Node& node, const Label& label) -> base::Result<Target> {
    Target target = TRY(labelled(label, kTarget(*(node.*kMember))));
    target.label = label;
    return target;
  };
  target.write = [](const Node& node, const Target& target, Frame input) {
    return labelled(target.label, kWrite(*(node.*kMember), target, std::move(input)));
  };
  return target;
}

}  // namespace services::glue::visual
