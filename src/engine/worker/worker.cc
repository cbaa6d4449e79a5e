#include "engine/worker/worker.h"

#include <pthread.h>

#include <chrono>
#include <functional>

#include "engine/failure.h"
#include "engine/storage/raise.h"
#include "engine/worker/database.h"
#include "engine/worker/execution.h"
#include "engine/worker_protocol.pb.h"

namespace engine {
namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(100);

protocol::ToServer failed(const base::Error& error) {
  protocol::ToServer message;
  *message.mutable_failed() = to_message(error);
  return message;
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

// Plans nest up to plan::kMaxNesting, and what they become in DuckDB a few times that; it is walked by
// recursion, here and there. Only what is touched of it takes memory.
constexpr std::size_t kStackBytes = std::size_t{256} << 20;

// A thread that runs until the process ends.
base::Result<void> start_thread_with_deep_stack(std::function<void()> work) {
  auto* owned = new std::function<void()>(std::move(work));
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  const auto run = [](void* argument) -> void* {
    const std::unique_ptr<std::function<void()>> mine(static_cast<std::function<void()>*>(argument));
    (*mine)();
    return nullptr;
  };
  errno = pthread_create(&thread, &attributes, run, owned);
  pthread_attr_destroy(&attributes);
  if (errno == 0) return {};
  delete owned;
  return base::errno_failure("starting the thread that runs programs");
}

}  // namespace

Worker::Worker(Channel& channel, Database& database, const base::Clock& clock)
    : channel_(channel), database_(database), clock_(clock), broker_(channel) {}
Worker::~Worker() = default;

base::Result<void> Worker::serve() {
  protocol::ToServer ready;
  ready.mutable_ready();
  TRY(channel_.send(ready));
  TRY(start_thread_with_deep_stack([this] { run_programs(); }));
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
  const Session session{.time_zone = request.time_zone().empty() ? "UTC" : request.time_zone(),
                        .database = request.database().empty() ? "default" : request.database(),
                        .ansi = request.ansi()};
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
