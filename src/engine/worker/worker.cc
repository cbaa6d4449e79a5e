#include "engine/worker/worker.h"

#include <chrono>

#include "base/deep_thread.h"
#include "base/text.h"
#include "engine/failure.h"
#include "engine/storage/raise.h"
#include "engine/worker/database.h"
#include "engine/worker/execution.h"
#include "engine/worker_protocol.pb.h"
#include "plan/spark_settings.h"

namespace engine {
namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(100);

protocol::ToServer failed(const base::Error& error) {
  protocol::ToServer message;
  *message.mutable_failed() = to_message(error);
  return message;
}

// What the run's session says: Spark's default where it says nothing. The door has checked the values.
Session session_of(const protocol::Run& run) {
  Session session{.ansi = run.ansi()};
  if (!run.time_zone().empty()) session.time_zone = run.time_zone();
  if (!run.database().empty()) session.database = run.database();
  if (!run.spark_version().empty()) session.spark_version = run.spark_version();
  for (const auto& [key, value] : run.settings()) {
    const auto number = base::parse_int(value);
    if (key == plan::kMapKeyDedupPolicy) session.last_key_wins = base::iequals(value, "LAST_WIN");
    if (key == plan::kAllowPrecisionLoss) session.precision_may_be_lost = base::iequals(value, "true");
    if (key == plan::kPivotMaxValues && number && *number >= 0) session.most_pivot_values = *number;
    if (key == plan::kTransposeMaxValues && number && *number >= 0) session.most_transposed_rows = *number;
  }
  return session;
}

// Sends Progress from a thread of its own until it is destroyed, and then once more.
class ProgressReporter {
 public:
  ProgressReporter(Channel& channel, const RunProgress& progress)
      : thread_([this, &channel, &progress](std::stop_token stop) { report(channel, progress, stop); }) {}

 private:
  void report(Channel& channel, const RunProgress& progress, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    for (bool ended = false; !ended;) {
      ended = ended_.wait_for(lock, stop, kProgressInterval, [&] { return stop.stop_requested(); });
      const auto snapshot = progress.snapshot();
      protocol::ToServer message;
      auto& sent = *message.mutable_progress();
      sent.set_fraction(snapshot.fraction);
      sent.set_rows_read(snapshot.rows_read);
      sent.set_rows_written(snapshot.rows_written);
      sent.set_bytes_read(snapshot.bytes_read);
      if (!channel.send(message).ok()) return;  // the receiving thread notices the same
    }
  }

  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;
};

}  // namespace

Worker::Worker(Channel& channel, Database& database, const base::Clock& clock)
    : channel_(channel), database_(database), clock_(clock), broker_(channel) {}
Worker::~Worker() = default;

base::Result<void> Worker::serve() {
  protocol::ToServer ready;
  ready.mutable_ready();
  TRY(channel_.send(ready));
  // Plans nest up to plan::kMaxNesting, and what they become in DuckDB a few times that.
  base::DeepThread runs;
  TRY(runs.start([this] { run_programs(); }));
  runs.detach();  // a run may be under way when the server is gone
  for (;;) {
    protocol::ToWorker message;
    auto received = TRY(channel_.receive(message));
    if (received.at_end) return {};
    if (message.has_answer()) broker_.deliver(message.answer(), std::move(received.files));
    if (!message.has_run()) continue;
    std::lock_guard lock(mutex_);
    next_ = std::make_unique<protocol::Run>(std::move(*message.mutable_run()));
    arrived_.notify_one();
  }
}

void Worker::run_programs() {
  for (;;) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return next_ != nullptr; });
    const auto request = std::move(next_);
    lock.unlock();
    const auto answer = run(*request);
    if (!channel_.send(answer).ok()) return;
  }
}

// Whatever is thrown ends here: the run has failed, the worker has not.
protocol::ToServer Worker::run(const protocol::Run& request) {
  try {
    return run_within_bounds(request);
  } catch (const std::exception& exception) {
    return failed(caught_error(exception));
  }
}

protocol::ToServer Worker::run_within_bounds(const protocol::Run& request) {
  auto limited = database_.limit(request.threads(), request.memory_bytes() * 3 / 4, request.scratch_folder());
  if (!limited.ok()) return failed(limited.error());
  const Session session = session_of(request);
  RunProgress progress;
  auto result = [&] {
    const ProgressReporter reporter(channel_, progress);
    bool first = true;
    const auto send_rows = [&](const plan::Description& columns, std::string arrow, std::int64_t count) {
      protocol::ToServer message;
      if (std::exchange(first, false)) *message.mutable_rows()->mutable_columns() = columns;
      message.mutable_rows()->set_arrow(std::move(arrow));
      message.mutable_rows()->set_count(count);
      return channel_.send(message);
    };
    return Execution(database_, broker_, clock_, request.scan_bytes(), send_rows)
        .run(request.program(), session, progress);
  }();
  if (!result.ok()) return failed(result.error());
  protocol::ToServer message;
  *message.mutable_finished()->mutable_report() = std::move(result).value();
  return message;
}

}  // namespace engine
