#include "services/glue/visual/graph.h"

#include <algorithm>
#include <set>

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/program.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

// A node becomes up to three relations around those of its input, and a plan nests to a bound.
constexpr std::size_t kMostDepth = plan::kMaxNesting / 4;
constexpr std::size_t kShownNodes = 10;

base::Result<const NodeKind*> kind_of(const std::string& id, const Node& node) {
  for (const NodeKind& kind : node_kinds())
    if (kind.holds(node)) return &kind;
  return errors::invalid_input_exception(fmt::format("The node {} has no kind that can run.", id));
}

Label label_of(const std::string& id, const NodeKind& kind, const Node& node) {
  return fmt::format("{} node '{}' ({})", kind.member, kind.name(node), id);
}

// A collection goes to a node that picks one of its frames, and nothing else does.
base::Result<void> check_collection(const NodeKind& kind, const Node& node, const Label& label,
                                    const NodeKind& from, const Node& from_node, const Label& from_label) {
  if (kind.picks == nullptr && from.collection_size == nullptr) return {};
  if (kind.picks == nullptr)
    return errors::invalid_input_exception(
        fmt::format("{}: its input is the {}, a collection: a SelectFromCollection node between them must "
                    "pick one of its frames.",
                    label, from_label));
  if (from.collection_size == nullptr)
    return errors::invalid_input_exception(
        fmt::format("{}: its input is the {}, which is one frame and no collection.", label, from_label));
  const std::size_t size = from.collection_size(from_node);
  if (kind.picks(node) < size) return {};
  return errors::invalid_input_exception(
      fmt::format("{}: Index {}: its input, the {}, has the frames 0 to {}.", label, kind.picks(node),
                  from_label, size - 1));
}

base::Result<void> check_inputs(const Nodes& nodes, const NodeKind& kind, const Node& node,
                                const Label& label) {
  const std::vector<std::string> inputs = kind.input_ids(node);
  if (kind.inputs == NodeKind::kOneOrMore && inputs.empty())
    return errors::invalid_input_exception(fmt::format("{}: it takes one input or more, not 0.", label));
  if (kind.inputs != NodeKind::kOneOrMore && inputs.size() != kind.inputs)
    return errors::invalid_input_exception(fmt::format("{}: it takes {} input{}, not {}.", label, kind.inputs,
                                                       kind.inputs == 1 ? "" : "s", inputs.size()));
  for (const std::string& input : inputs) {
    const auto found = nodes.find(input);
    if (found == nodes.end())
      return errors::invalid_input_exception(fmt::format("{}: its input {} is no node.", label, input));
    const NodeKind& from = *TRY(kind_of(input, found->second));
    if (from.write != nullptr && from.transform == nullptr)
      return errors::invalid_input_exception(fmt::format("{}: its input is the {}, which gives nothing on.",
                                                         label, label_of(input, from, found->second)));
    TRY(check_collection(kind, node, label, from, found->second, label_of(input, from, found->second)));
  }
  return {};
}

}  // namespace

std::string Graph::Step::context() const {
  std::string name, digits;
  for (const char c : kind->name(*node))
    if (std::isalnum(static_cast<unsigned char>(c))) name += c;
  for (const char c : id)
    if (std::isdigit(static_cast<unsigned char>(c))) digits += c;
  return name + "_node" + digits;
}

base::Result<Graph> Graph::check(Nodes nodes) {
  Graph graph(std::move(nodes));
  bool writes = false;
  for (const auto& [id, node] : *graph.nodes_) {
    const NodeKind& kind = *TRY(kind_of(id, node));
    const Label label = label_of(id, kind, node);
    TRY(check_inputs(*graph.nodes_, kind, node, label));
    TRY(kind.check(node, label));
    writes |= kind.write != nullptr;
  }
  if (!writes)
    return errors::invalid_input_exception("CodeGenConfigurationNodes: the job has no target to write to.");
  TRY(graph.order());
  TRY(graph.check_contexts());
  return graph;
}

// A bookmark keeps how far each source is read by its context: two sources of one would skip what the other
// has read.
base::Result<void> Graph::check_contexts() const {
  std::map<std::string, const Step*> sources;
  for (const Step& step : steps_) {
    if (step.kind->read == nullptr) continue;
    const auto [same, added] = sources.emplace(step.context(), &step);
    if (!added)
      return errors::invalid_input_exception(fmt::format(
          "The {} and the {} have one transformation_ctx, {}: give them names, or ids, that differ in "
          "letters or digits.",
          same->second->label, step.label, same->first));
  }
  return {};
}

// Places each node behind its inputs; of those that may be next, the one with the least id. What is left then
// feeds itself.
base::Result<void> Graph::order() {
  std::map<std::string_view, std::vector<std::string_view>> fed;  // by whom, once for each use
  std::map<std::string_view, std::size_t> missing;                // inputs that are not placed yet
  std::set<std::string_view> ready;
  for (const auto& [id, node] : *nodes_) {
    const std::vector<std::string> inputs = (*TRY(kind_of(id, node))).input_ids(node);
    for (const std::string& input : inputs) fed[nodes_->find(input)->first].push_back(id);
    missing[id] = inputs.size();
    if (inputs.empty()) ready.insert(id);
  }
  std::map<std::string_view, std::size_t> places;
  while (!ready.empty()) {
    const auto& [id, node] = *nodes_->find(std::string(ready.extract(ready.begin()).value()));
    places[id] = steps_.size();
    TRY(place(id, node, places));
    for (const std::string_view next : fed[id])
      if (--missing[next] == 0) ready.insert(next);
  }
  if (steps_.size() == nodes_->size()) return {};
  std::vector<std::string> labels;
  for (const auto& [id, node] : *nodes_) {
    if (places.contains(id)) continue;
    if (labels.size() == kShownNodes) {
      labels.push_back("...");
      break;
    }
    labels.push_back(label_of(id, *TRY(kind_of(id, node)), node));
  }
  return errors::invalid_input_exception(
      fmt::format("The nodes feed each other in a cycle, or wait for one: {}.", base::join(labels, ", ")));
}

base::Result<void> Graph::place(const std::string& id, const Node& node,
                                const std::map<std::string_view, std::size_t>& places) {
  const NodeKind& kind = *TRY(kind_of(id, node));
  Step step{
      .id = id, .label = label_of(id, kind, node), .node = &node, .kind = &kind, .inputs = {}, .depth = 1};
  for (const std::string& input : step.kind->input_ids(node)) {
    step.inputs.push_back(places.at(input));
    step.depth = std::max(step.depth, steps_[step.inputs.back()].depth + 1);
  }
  if (step.depth > kMostDepth)
    return errors::invalid_input_exception(
        fmt::format("{}: more than {} nodes feed each other in a row up to it.", step.label, kMostDepth));
  steps_.push_back(std::move(step));
  return {};
}

base::Result<std::vector<Target>> Graph::targets() const {
  std::vector<Target> targets;
  for (const Step& step : steps_)
    if (step.kind->target != nullptr) targets.push_back(TRY(step.kind->target(*step.node, step.label)));
  return targets;
}

}  // namespace services::glue::visual
