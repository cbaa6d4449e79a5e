#include "spark/operation.h"

#include "base/text.h"
#include "spark/errors.h"

namespace spark_door {
namespace {

base::Error canceled() {
  return base::refusal("OPERATION_CANCELED", 400,
                       "[OPERATION_CANCELED] Operation has been canceled. SQLSTATE: HY008");
}

}  // namespace

Operation::Operation(Identity identity, Work work, const base::Clock& clock)
    : identity_(std::move(identity)), clock_(clock), kept_(identity_.scratch), left_(clock.now()) {
  const auto started = thread_.start([this, work = std::move(work)] { run(work); });
  if (started.ok()) return;
  error_ = started.error();
  ended_ = true;
}

Operation::~Operation() {
  interrupt();
}

// In the operation's own thread. Once it was interrupted, that is how it ends, whatever else went wrong on
// the way: the work may well report a consequence of it.
void Operation::run(const Work& work) {
  const std::stop_token stop = stop_.get_token();
  base::Result<void> result = work([this](Response response) { return emit(std::move(response)); }, stop);
  if (result.ok() && identity_.reattachable) {
    Response complete;
    complete.mutable_result_complete();
    result = emit(std::move(complete));
  }
  std::lock_guard lock(mutex_);
  if (stop.stop_requested())
    error_ = canceled();
  else if (!result.ok())
    error_ = result.error();
  ended_ = true;
  changed_.notify_all();
}

// Waits while nobody takes what is there; work whose client never comes back stays here until the session
// forgets it (Session::forget_left_since) or somebody interrupts it.
base::Result<void> Operation::emit(Response response) {
  response.set_session_id(identity_.session_id);
  response.set_server_side_session_id(identity_.server_session_id);
  response.set_operation_id(identity_.operation_id);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop_.get_token(), [&] { return kept_.has_room(); });
  if (stop_.stop_requested()) return canceled();
  // Ids count from 1, so that "behind this one" is arithmetic, and one that was never given is out of range.
  response.set_response_id(std::to_string(kept_.end() + 1));
  kept_.add(std::move(response));
  changed_.notify_all();
  return {};
}

base::Result<void> Operation::stream(const std::string& last_response_id, Client& client) {
  const auto last =
      last_response_id.empty() ? std::optional<std::int64_t>(0) : base::parse_int(last_response_id);
  std::unique_lock lock(mutex_);
  if (!last || *last < 0 || static_cast<std::uint64_t>(*last) < kept_.released() ||
      static_cast<std::uint64_t>(*last) > kept_.end())
    return base::refusal(
        "INVALID_CURSOR.POSITION_NOT_AVAILABLE", 400,
        "[INVALID_CURSOR.POSITION_NOT_AVAILABLE] The cursor is invalid. The cursor position id " +
            last_response_id + " is no longer available. SQLSTATE: HY109");
  ++streams_;
  base::Result<void> result = stream_behind(static_cast<std::uint64_t>(*last), lock, client);
  --streams_;
  left_ = clock_.now();
  return result;
}

base::Result<void> Operation::stream_behind(std::uint64_t last, std::unique_lock<std::mutex>& lock,
                                            Client& client) {
  for (std::uint64_t next = last;; ++next) {
    const auto has_news = [&] { return ended_ || next < kept_.end(); };
    while (!changed_.wait_for(lock, kLookForClient, has_news))
      if (client.is_gone()) return {};
    if (next >= kept_.end()) break;
    if (next < kept_.released())
      return invalid_handle("OPERATION_ABANDONED", identity_.operation_id, "Operation was released.");
    // A copy: while it is written without the lock, another call may release it.
    const Response response = TRY(kept_.get(next));
    lock.unlock();
    const bool written = client.write(response);
    lock.lock();
    // The client hung up. That is no error of the operation, which goes on.
    if (!written) return {};
    if (!identity_.reattachable) release(next + 1);
  }
  if (error_) return *error_;
  return {};
}

bool Operation::is_left_since(base::Timestamp time) {
  std::lock_guard lock(mutex_);
  return streams_ == 0 && left_ <= time;
}

void Operation::release_until(const std::string& response_id) {
  const auto id = base::parse_int(response_id);
  std::lock_guard lock(mutex_);
  if (id && *id > 0) release(static_cast<std::uint64_t>(*id));
}

void Operation::release(std::uint64_t count) {
  kept_.release_until(count);
  changed_.notify_all();
}

bool Operation::interrupt() {
  stop_.request_stop();
  std::lock_guard lock(mutex_);
  return !ended_;
}

}  // namespace spark_door
