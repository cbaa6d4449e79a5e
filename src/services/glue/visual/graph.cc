#include "services/glue/visual/graph.h"

#include <algorithm>

#include "api/glue/errors.h"
#include "base/text.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

constexpr std::size_t kUnplaced = static_cast<std::size_t>(-1);

base::Result<const NodeKind*> kind_of(const std::string& id, const Node& node) {
  for (const NodeKind& kind : node_kinds())
    if (kind.holds(node)) return &kind;
  return errors::invalid_input_exception(fmt::format("The node {} has no kind that can run.", id));
}

Label label_of(const std::string& id, const NodeKind& kind, const Node& node) {
  return fmt::format("{} node '{}' ({})", kind.member, kind.name(node), id);
}

base::Result<void> check_inputs(const Nodes& nodes, const NodeKind& kind, const Label& label,
                                const std::vector<std::string>& inputs) {
  if (inputs.size() != kind.inputs)
    return errors::invalid_input_exception(fmt::format("{}: it takes {} input{}, not {}.", label, kind.inputs,
                                                       kind.inputs == 1 ? "" : "s", inputs.size()));
  for (const std::string& input : inputs) {
    const auto found = nodes.find(input);
    if (found == nodes.end())
      return errors::invalid_input_exception(fmt::format("{}: its input {} is no node.", label, input));
    const NodeKind& from = *TRY(kind_of(input, found->second));
    if (from.write != nullptr)
      return errors::invalid_input_exception(fmt::format("{}: its input is the {}, which gives nothing on.",
                                                         label, label_of(input, from, found->second)));
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
    TRY(check_inputs(*graph.nodes_, kind, label, kind.input_ids(node)));
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

// Places, again and again, the nodes whose inputs are all placed; what is left then feeds itself.
base::Result<void> Graph::order() {
  std::map<std::string, std::size_t> places;
  const auto place_of = [&](const std::string& id) {
    const auto found = places.find(id);
    return found == places.end() ? kUnplaced : found->second;
  };
  while (steps_.size() < nodes_->size()) {
    const std::size_t before = steps_.size();
    for (const auto& [id, node] : *nodes_) {
      const NodeKind& kind = *TRY(kind_of(id, node));
      std::vector<std::size_t> inputs;
      for (const std::string& input : kind.input_ids(node)) inputs.push_back(place_of(input));
      if (place_of(id) != kUnplaced || std::find(inputs.begin(), inputs.end(), kUnplaced) != inputs.end())
        continue;
      places[id] = steps_.size();
      steps_.push_back({.id = id,
                        .label = label_of(id, kind, node),
                        .node = &node,
                        .kind = &kind,
                        .inputs = std::move(inputs)});
    }
    if (steps_.size() > before) continue;
    std::vector<std::string> labels;
    for (const auto& [id, node] : *nodes_)
      if (place_of(id) == kUnplaced) labels.push_back(label_of(id, *TRY(kind_of(id, node)), node));
    return errors::invalid_input_exception(
        fmt::format("The nodes feed each other in a cycle, or wait for one: {}.", base::join(labels, ", ")));
  }
  return {};
}

base::Result<std::vector<Target>> Graph::targets() const {
  std::vector<Target> targets;
  for (const Step& step : steps_)
    if (step.kind->target != nullptr) targets.push_back(TRY(step.kind->target(*step.node, step.label)));
  return targets;
}

}  // namespace services::glue::visual
