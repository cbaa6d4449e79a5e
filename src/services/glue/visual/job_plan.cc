#include "services/glue/visual/job_plan.h"

#include "plan/program.h"

namespace services::glue::visual {
namespace {

base::Result<Frame> frame_of(const Graph::Step& step, std::int64_t plan_id, const std::vector<Frame>& frames,
                             SourceReader& reader) {
  if (step.kind->read != nullptr) {
    reader.enter(plan_id, step.context());
    return step.kind->read(*step.node, step.label, reader);
  }
  std::vector<Frame> inputs;
  for (const std::size_t input : step.inputs) inputs.push_back(frames[input]);
  for (const Frame& input : inputs)
    if (input.is_empty()) return Frame{};
  Frame frame = TRY(step.kind->transform(*step.node, step.label, std::move(inputs)));
  frame.relation = plan::with_plan_id(std::move(frame.relation), plan_id);
  return frame;
}

// The steps that a target depends on. What feeds none is not run, as Spark would not.
std::vector<bool> needed_steps(const Graph& graph) {
  std::vector<bool> needed(graph.steps().size());
  for (std::size_t step = needed.size(); step-- > 0;) {
    if (graph.steps()[step].kind->write != nullptr) needed[step] = true;
    if (!needed[step]) continue;
    for (const std::size_t input : graph.steps()[step].inputs) needed[input] = true;
  }
  return needed;
}

}  // namespace

base::Result<JobPlan> plan_job(const Graph& graph, SourceReader& reader) {
  JobPlan job;
  const std::vector<bool> needed = needed_steps(graph);
  std::vector<Frame> frames;  // one for each step; a target's stays empty
  for (const Graph::Step& step : graph.steps()) {
    const auto plan_id = static_cast<std::int64_t>(frames.size()) + 1;
    if (!needed[frames.size()]) {
      frames.emplace_back();
      continue;
    }
    if (step.kind->write == nullptr) {
      frames.push_back(TRY(frame_of(step, plan_id, frames, reader)));
      continue;
    }
    frames.emplace_back();
    const Frame& input = frames[step.inputs.front()];
    if (input.is_empty()) continue;
    job.targets.push_back(TRY(step.kind->target(*step.node, step.label)));
    *job.program.add_writes() = TRY(step.kind->write(*step.node, job.targets.back(), input));
  }
  for (const plan::PinnedInput& input : reader.inputs()) *job.program.add_inputs() = input;
  plan::share_repeated(job.program);
  job.states = reader.states();
  return job;
}

}  // namespace services::glue::visual
