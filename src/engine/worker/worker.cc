#include "engine/worker/worker.h"

#include <chrono>

#include "engine/worker/database.h"
#include "engine/worker/execution.h"
#include "engine/worker_protocol.pb.h"

namespace engine {
namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(100);

protocol::ToServer failed(const base::Error& error) {
  protocol::ToServer message;
  auto& failure = *message.mutable_failed();
  failure.set_code(error.code);
  failure.set_message(error.message);
  failure.set_caller_fault(error.fault == base::Error::Fault::Caller);
  return message;
}

// Sends Progress from a thread of its own until it is destroyed.
class ProgressReporter {
 public:
  ProgressReporter(Channel& channel, const RunProgress& progress)
      : thread_([this, &channel, &progress](std::stop_token stop) { report(channel, progress, stop); }) {}

 private:
  void report(Channel& channel, const RunProgress& progress, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, stop, kProgressInterval, [&] { return stop.stop_requested(); })) {
      const auto snapshot = progress.snapshot();
      protocol::ToServer message;
      auto& sent = *message.mutable_progress();
      sent.set_fraction(snapshot.fraction);
      sent.set_rows_read(snapshot.rows_read);
      sent.set_rows_written(snapshot.rows_written);
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
  std::thread([this] { run_programs(); }).detach();  // it ends with the process
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

protocol::ToServer Worker::run(const protocol::Run& request) {
  auto limited = database_.limit(request.threads(), request.memory_bytes() * 3 / 4, request.scratch_folder());
  if (!limited.ok()) return failed(limited.error());
  const Session session{.time_zone = request.time_zone().empty() ? "UTC" : request.time_zone()};
  RunProgress progress;
  auto result = [&] {
    const ProgressReporter reporter(channel_, progress);
    return Execution(database_, broker_, clock_).run(request.program(), session, progress);
  }();
  if (!result.ok()) return failed(result.error());
  protocol::ToServer message;
  *message.mutable_finished()->mutable_report() = std::move(result).value();
  return message;
}

}  // namespace engine
