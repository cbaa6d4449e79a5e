#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/glue/types.h"
#include "base/result.h"
#include "plan/builders.h"
#include "services/glue/visual/frame.h"
#include "services/glue/visual/question.h"
#include "services/glue/visual/source_reader.h"
#include "services/glue/visual/target.h"

namespace services::glue::visual {

using Node = api::glue::CodeGenConfigurationNode;

// Which node a message is about: S3CsvSource node 'Orders' (node-1).
using Label = std::string;

// One kind of visual node: a member of the union CodeGenConfigurationNode and what it means. A source, a
// transform or a target, depending on which of the last functions it has; Spigot is both of the latter.
struct NodeKind {
  std::string_view member;
  static constexpr std::size_t kOneOrMore = std::numeric_limits<std::size_t>::max();
  std::size_t inputs;  // exactly so many, or kOneOrMore
  bool (*holds)(const Node& node);
  const std::string& (*name)(const Node& node);
  std::vector<std::string> (*input_ids)(const Node& node);

  // A node that gives a collection of frames: how many. Only a node that picks one of them takes it.
  std::size_t (*collection_size)(const Node& node) = nullptr;
  std::size_t (*picks)(const Node& node) = nullptr;

  // Whether it uses its inputs more than once each: they are computed once, and come to it as that.
  bool reuses_inputs = false;

  bool keeps_rows = false;  // it gives on, or writes, each row of its one input once

  // Refuses what can be told from the node alone; runs at CreateJob and UpdateJob.
  base::Result<void> (*check)(const Node& node, const Label& label);

  // At the start of a run, in the order of the graph.
  base::Result<Frame> (*read)(const Node& node, const Label& label, SourceReader& reader) = nullptr;
  base::Result<Frame> (*transform)(const Node& node, const Label& label, std::vector<Frame> inputs) = nullptr;
  // What a transform gives when some of its inputs, not all, have nothing to read. Null: nothing.
  base::Result<Frame> (*transform_of_some)(const Node& node, const Label& label,
                                           std::vector<Frame> inputs) = nullptr;
  // A transform of one input whose columns depend on its rows.
  base::Result<Frame> (*inspect)(const Node& node, const Label& label, Frame input, const Ask& ask) = nullptr;
  // A transform whose columns the engine tells; what it makes may have plan ids from `first_plan_id` on.
  // Some of its inputs, not all, may have nothing to read.
  base::Result<Frame> (*query)(const Node& node, const Label& label, std::vector<Frame> inputs,
                               const Describe& describe, std::int64_t first_plan_id) = nullptr;
  base::Result<Target> (*target)(const Node& node, const Label& label) = nullptr;
  base::Result<plan::WriteOperation> (*write)(const Node& node, const Target& target, Frame input) = nullptr;
};

// Every kind that is supported. Another union member is refused by the generated code, by its name.
std::span<const NodeKind> node_kinds();

}  // namespace services::glue::visual
