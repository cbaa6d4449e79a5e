#include "services/glue/visual/node_report.h"

#include <map>
#include <set>

namespace services::glue::visual {
namespace {

// Whether a step gives on each row of its one input. What is picked of a collection is as the collection is.
bool keeps_rows(const Graph& graph, std::size_t place) {
  const Graph::Step& step = graph.steps()[place];
  const NodeKind& kind = step.kind->picks == nullptr ? *step.kind : *graph.steps()[step.inputs.front()].kind;
  return kind.keeps_rows;
}

// What the engine has measured, by the places of the steps.
class Measured {
 public:
  Measured(const Graph& graph, const JobPlan& plan, const plan::Report& report) : graph_(graph) {
    for (const Graph::Step& step : graph.steps())
      nodes_.push_back(
          {.id = step.id, .name = step.kind->name(*step.node), .kind = std::string(step.kind->member)});
    for (const plan::ReadReport& read : report.reads()) {
      NodeReport& node = nodes_.at(place_of(read.plan_id()));
      node.rows = read.rows();
      node.bytes = read.bytes();
    }
    for (const plan::SharedReport& shared : report.shared()) {
      NodeReport& node = nodes_.at(place_of(shared.plan_id()));
      node.rows = shared.rows();
      node.micros = shared.micros();
    }
    for (std::size_t i = 0; i < plan.target_steps.size(); ++i) {
      const plan::WriteReport& write = report.writes(static_cast<int>(i));
      NodeReport& node = nodes_.at(plan.target_steps[i]);
      node.rows = write.rows();
      node.bytes = write.bytes();
      node.micros = write.micros();
    }
  }

  // Rows that are known stand for those of neighbours that must have as many.
  void spread_rows() {
    for (std::size_t place = 0; place < nodes_.size(); ++place)
      if (keeps_rows(graph_, place) && !nodes_[place].rows) nodes_[place].rows = input(place).rows;
    for (std::size_t place = nodes_.size(); place-- > 0;)
      if (keeps_rows(graph_, place) && !input(place).rows) input(place).rows = nodes_[place].rows;
  }

  // A step without a time of its own is done in the time of those that it leads to.
  void find_fused() {
    std::vector<std::set<std::size_t>> done_in(nodes_.size());
    for (std::size_t place = nodes_.size(); place-- > 0;) {
      if (nodes_[place].micros) done_in[place] = {place};
      for (const std::size_t input : graph_.steps()[place].inputs)
        if (!nodes_[input].micros) done_in[input].insert(done_in[place].begin(), done_in[place].end());
      if (nodes_[place].micros) continue;
      for (const std::size_t other : done_in[place]) nodes_[place].fused_into.push_back(nodes_[other].id);
    }
  }

  // A collection whose frames are not its input's rows has given on what was picked of it.
  void count_collections() {
    for (std::size_t place = 0; place < nodes_.size(); ++place)
      if (graph_.steps()[place].kind->collection_size != nullptr && !nodes_[place].rows)
        nodes_[place].rows = picked_rows(place);
  }

  std::vector<NodeReport> take() { return std::move(nodes_); }

 private:
  static std::size_t place_of(std::int64_t plan_id) { return static_cast<std::size_t>(plan_id - 1); }
  NodeReport& input(std::size_t place) { return nodes_[graph_.steps()[place].inputs.front()]; }

  bool was_run(std::size_t place) const { return nodes_[place].micros || !nodes_[place].fused_into.empty(); }

  // Each frame once, however often it is picked. Nothing: of some that was picked nothing is known.
  std::optional<std::int64_t> picked_rows(std::size_t collection) const {
    std::map<std::size_t, std::optional<std::int64_t>> frames;
    for (std::size_t place = 0; place < nodes_.size(); ++place) {
      const Graph::Step& step = graph_.steps()[place];
      const bool picks = step.kind->picks != nullptr && step.inputs.front() == collection;
      if (!picks || !was_run(place)) continue;
      std::optional<std::int64_t>& rows = frames[step.kind->picks(*step.node)];
      if (!rows) rows = nodes_[place].rows;
    }
    std::optional<std::int64_t> sum;
    for (const auto& [index, rows] : frames) {
      if (!rows) return std::nullopt;
      sum = sum.value_or(0) + *rows;
    }
    return sum;
  }

  const Graph& graph_;
  std::vector<NodeReport> nodes_;
};

}  // namespace

std::vector<NodeReport> node_reports(const Graph& graph, const JobPlan& plan, const plan::Report& report) {
  Measured measured(graph, plan, report);
  measured.spread_rows();
  measured.find_fused();
  measured.count_collections();
  return measured.take();
}

}  // namespace services::glue::visual
