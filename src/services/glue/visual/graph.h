#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/glue/visual/node_kind.h"

namespace services::glue::visual {

using Nodes = std::map<std::string, Node>;

// The nodes of a visual job, checked and in an order in which every node comes after its inputs. What cannot
// run is refused when it is made, with the name of the node: inputs that are no nodes or too many or too few,
// cycles, more nodes in a row than a plan may nest, a node that a kind does not take, two sources of one
// transformation_ctx, a job that writes nothing.
class Graph {
 public:
  struct Step {
    std::string id;
    Label label;
    const Node* node;
    const NodeKind* kind;
    std::vector<std::size_t> inputs;  // earlier steps
    std::size_t depth;                // of the longest way from a source to here, in steps
    std::string context() const;      // the transformation_ctx that Glue Studio would give it
  };

  static base::Result<Graph> check(Nodes nodes);

  const std::vector<Step>& steps() const { return steps_; }
  base::Result<std::vector<Target>> targets() const;  // in the order of the steps

 private:
  explicit Graph(Nodes nodes) : nodes_(std::make_unique<Nodes>(std::move(nodes))) {}
  base::Result<void> order();
  base::Result<void> place(const std::string& id, const Node& node,
                           const std::map<std::string_view, std::size_t>& places);
  base::Result<void> check_contexts() const;

  std::unique_ptr<Nodes> nodes_;  // steps point into it, also when the graph moves
  std::vector<Step> steps_;
};

}  // namespace services::glue::visual
