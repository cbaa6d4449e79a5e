#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/printer.h"
#include "plan/program.h"
#include "services/glue/visual/node_kind.h"

// For the tests of transforms: one node over frames that stand for its inputs.
namespace services::glue::visual {

// A frame of another node, with that plan id.
inline Frame frame(std::vector<Field> fields, std::int64_t plan_id = 1) {
  return {plan::shared(plan_id), std::move(fields)};
}

inline const NodeKind& kind_of(const Node& node) {
  for (const NodeKind& kind : node_kinds())
    if (kind.holds(node)) return kind;
  throw std::logic_error("no kind holds the node");
}

// The columns that the node gives and the plan that gives them, as text; or what is wrong.
inline std::string transformed(const Node& node, std::vector<Frame> inputs) {
  const NodeKind& kind = kind_of(node);
  if (const auto checked = kind.check(node, "Node"); !checked.ok()) return checked.error().message;
  const auto output = kind.transform(node, "Node", std::move(inputs));
  if (!output.ok()) return output.error().message;
  std::string text;
  for (const Field& field : output->fields)
    text += (text.empty() ? "" : ", ") + field.name + " " + field.type;
  return text + "\n" + plan::to_text(output->relation);
}

}  // namespace services::glue::visual
