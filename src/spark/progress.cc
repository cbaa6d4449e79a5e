#include "spark/progress.h"

namespace spark_door {

// An error of emit() is the operation's end, which the run hears of by itself.
void ProgressMessages::operator()(const engine::Progress& progress) {
  const base::Timestamp now = clock_.now();
  if (now - last_ < kInterval) return;
  last_ = now;
  Operation::Response response;
  auto& told = *response.mutable_execution_progress();
  auto& stage = *told.add_stages();
  stage.set_num_tasks(kParts);
  stage.set_num_completed_tasks(static_cast<std::int64_t>(progress.fraction * kParts));
  stage.set_input_bytes_read(progress.bytes_read);
  stage.set_done(progress.fraction >= 1);
  told.set_num_inflight_tasks(stage.done() ? 0 : threads_);
  (void)emit_(std::move(response));
}

}  // namespace spark_door
