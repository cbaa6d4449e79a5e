#include "services/glue/visual/job_plan.h"

#include "plan/program.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/partition_pruning.h"

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

base::Result<Frame> frame_of(const Graph::Step& step, std::int64_t plan_id, Frames& frames,
                             SourceReader& reader) {
  if (step.kind->read != nullptr) {
    reader.enter(plan_id, step.context());
    return step.kind->read(*step.node, step.label, reader);
  }
  std::vector<Frame> inputs;
  for (const std::size_t input : step.inputs) inputs.push_back(frames.take(input));
  for (const Frame& input : inputs)
    if (input.is_empty()) return Frame{};
  Frame frame = TRY(step.kind->transform(*step.node, step.label, std::move(inputs)));
  frame.relation = plan::with_plan_id(std::move(frame.relation), plan_id);
  return frame;
}

// How many steps that lead to a target each step feeds. What leads to none is not run, as Spark would not.
std::vector<int> count_uses(const Graph& graph) {
  std::vector<int> uses(graph.steps().size());
  for (std::size_t step = uses.size(); step-- > 0;) {
    if (graph.steps()[step].kind->write == nullptr && uses[step] == 0) continue;
    for (const std::size_t input : graph.steps()[step].inputs) ++uses[input];
  }
  return uses;
}

// A relation that feeds several steps stands in the program once, and each of them uses it from there.
void share(plan::Program& program, std::int64_t plan_id, Frame& frame) {
  *program.add_relations() = std::move(frame.relation);
  frame.relation = plan::shared(plan_id);
}

base::Result<Target> target_of(const Graph::Step& step, SourceReader& reader) {
  Target target = TRY(step.kind->target(*step.node, step.label));
  return labelled(step.label, reader.tables().resolve(std::move(target)));
}

}  // namespace

base::Result<JobPlan> plan_job(const Graph& graph, SourceReader& reader) {
  JobPlan job;
  Frames frames(count_uses(graph));
  for (std::size_t place = 0; place < graph.steps().size(); ++place) {
    const Graph::Step& step = graph.steps()[place];
    const auto plan_id = static_cast<std::int64_t>(place) + 1;
    if (step.kind->write == nullptr) {
      if (frames.uses(place) == 0) continue;
      Frame frame = TRY(frame_of(step, plan_id, frames, reader));
      if (frames.uses(place) > 1 && !frame.is_empty()) share(job.program, plan_id, frame);
      frames.keep(place, std::move(frame));
      continue;
    }
    Frame input = frames.take(step.inputs.front());
    if (input.is_empty()) continue;
    job.targets.push_back(TRY(target_of(step, reader)));
    *job.program.add_writes() = TRY(step.kind->write(*step.node, job.targets.back(), std::move(input)));
  }
  for (const plan::PinnedInput& input : reader.inputs()) *job.program.add_inputs() = input;
  TRY(prune_partitions(job.program));
  job.states = reader.states();
  return job;
}

}  // namespace services::glue::visual
