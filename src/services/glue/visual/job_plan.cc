#include "services/glue/visual/job_plan.h"

#include "plan/program.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/partition_pruning.h"
#include "services/glue/visual/table_fit.h"

namespace services::glue::visual {
namespace {

// The frames of the steps so far. A step's own goes to the one step that it feeds, which builds its relation
// around it; of one that feeds several, each gets the use.
class Frames {
 public:
  explicit Frames(std::vector<int> uses) : uses_(std::move(uses)), frames_(uses_.size()) {}

  int uses(std::size_t place) const { return uses_[place]; }
  void keep(std::size_t place, Frame frame) { frames_[place] = std::move(frame); }
  Frame take(std::size_t place) { return uses_[place] == 1 ? std::move(frames_[place]) : frames_[place]; }

 private:
  const std::vector<int> uses_;
  std::vector<Frame> frames_;
};

// How often a step is used: by each step that it feeds and that leads to a target. What leads to none is not
// run, as Spark would not.
std::vector<int> count_uses(const Graph& graph) {
  std::vector<int> uses(graph.steps().size());
  for (std::size_t step = uses.size(); step-- > 0;) {
    const bool writes = graph.steps()[step].kind->write != nullptr, gives_on = uses[step] > 0;
    for (const std::size_t input : graph.steps()[step].inputs) uses[input] += int{writes} + int{gives_on};
  }
  return uses;
}

// A relation that is used several times stands in the program once, under its plan id, and each use takes it
// from there. The frames of a collection are made of such uses.
void share(plan::Program& program, Frame& frame) {
  if (frame.is_empty() || frame.is_collection() || frame.relation.has_cached_remote_relation()) return;
  const std::int64_t plan_id = frame.relation.common().plan_id();
  *program.add_relations() = std::move(frame.relation);
  frame.relation = plan::shared(plan_id);
}

// Plans one job, step by step.
class Planner {
 public:
  Planner(const Graph& graph, SourceReader& reader)
      : graph_(graph), reader_(reader), frames_(count_uses(graph)) {}

  base::Result<JobPlan> plan() {
    for (std::size_t place = 0; place < graph_.steps().size(); ++place) {
      const Graph::Step& step = graph_.steps()[place];
      if (step.kind->write != nullptr) TRY(add_write(step, place));
      if (frames_.uses(place) > 0) TRY(add_frame(step, place));
    }
    for (const plan::PinnedInput& input : reader_.inputs()) *job_.program.add_inputs() = input;
    TRY(prune_partitions(job_.program));
    job_.states = reader_.states();
    return std::move(job_);
  }

 private:
  static std::int64_t plan_id_of(std::size_t place) { return static_cast<std::int64_t>(place) + 1; }

  base::Result<void> add_frame(const Graph::Step& step, std::size_t place) {
    Frame frame = TRY(step.kind->read != nullptr ? read(step, place) : frame_of(step, place));
    if (frames_.uses(place) > 1) share(job_.program, frame);
    frames_.keep(place, std::move(frame));
    return {};
  }

  base::Result<void> add_write(const Graph::Step& step, std::size_t place) {
    Frame input = frames_.take(step.inputs.front());
    if (input.is_empty()) return {};
    Target target = TRY(step.kind->target(*step.node, step.label));
    job_.targets.push_back(TRY(labelled(step.label, reader_.tables().resolve(std::move(target)))));
    job_.target_steps.push_back(place);
    const Target& resolved = job_.targets.back();
    input = TRY(labelled(step.label, fit_to_table(std::move(input), resolved)));
    *job_.program.add_writes() = TRY(step.kind->write(*step.node, resolved, std::move(input)));
    return {};
  }

  base::Result<Frame> read(const Graph::Step& step, std::size_t place) {
    reader_.enter(plan_id_of(place), step.context());
    return step.kind->read(*step.node, step.label, reader_);
  }

  base::Result<Frame> frame_of(const Graph::Step& step, std::size_t place) {
    std::vector<Frame> inputs;
    for (const std::size_t input : step.inputs) inputs.push_back(frames_.take(input));
    if (std::ranges::all_of(inputs, &Frame::is_empty)) return Frame{};
    if (step.kind->reuses_inputs)
      for (Frame& input : inputs) share(job_.program, input);
    Frame frame = TRY(step.kind->query != nullptr ? query(step, place, std::move(inputs))
                                                  : transform(step, std::move(inputs)));
    if (!frame.is_empty() && !frame.is_collection())
      frame.relation = plan::with_plan_id(std::move(frame.relation), plan_id_of(place));
    return frame;
  }

  base::Result<Frame> transform(const Graph::Step& step, std::vector<Frame> inputs) {
    const NodeKind& kind = *step.kind;
    if (std::ranges::any_of(inputs, &Frame::is_empty)) {
      if (kind.transform_of_some == nullptr) return Frame{};
      return kind.transform_of_some(*step.node, step.label, std::move(inputs));
    }
    if (kind.inspect != nullptr) return inspect(step, std::move(inputs.front()));
    return kind.transform(*step.node, step.label, std::move(inputs));
  }

  base::Result<Frame> query(const Graph::Step& step, std::size_t place, std::vector<Frame> inputs) {
    constexpr std::int64_t kIdsOfAStep = std::int64_t{1} << 32;  // more than the relations of any query
    const auto describe = [&](const plan::Relation& relation) {
      return visual::describe(relation, job_.program, reader_.inputs(), reader_.run_aside());
    };
    return step.kind->query(*step.node, step.label, std::move(inputs), describe,
                            plan_id_of(place) * kIdsOfAStep);
  }

  base::Result<Frame> inspect(const Graph::Step& step, Frame input) {
    const auto ask = [&](const Frame& frame, std::vector<plan::Expression> conditions) {
      return ask_rows(frame, std::move(conditions), job_.program, reader_.inputs(),
                      plan_id_of(graph_.steps().size()), reader_.run_aside());
    };
    return step.kind->inspect(*step.node, step.label, std::move(input), ask);
  }

  const Graph& graph_;
  SourceReader& reader_;
  Frames frames_;
  JobPlan job_;
};

}  // namespace

base::Result<JobPlan> plan_job(const Graph& graph, SourceReader& reader) {
  return Planner(graph, reader).plan();
}

}  // namespace services::glue::visual
