#include "store/writer.h"

#include <sqlite3.h>

#include <utility>

#include "store/database.h"

namespace store {
namespace {

// 4 MiB of WAL: copying it back takes some milliseconds, and readers stay quick.
constexpr int kCheckpointPages = 1024;

int note_pages(void* into, sqlite3*, const char*, int pages) {
  *static_cast<int*>(into) = pages;
  return SQLITE_OK;
}

}  // namespace

Writer::Writer(std::unique_ptr<Database> database, Sequence last, std::chrono::milliseconds idle,
               Reserve& reserve)
    : database_(std::move(database)), idle_(idle), reserve_(reserve), next_(last), last_(last) {
  reserve_.take();
  sqlite3_wal_hook(database_->handle(), note_pages, &wal_pages_);
  thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
}

base::Result<void> Writer::run(const Body& body) {
  ASSERT(std::this_thread::get_id() != thread_.get_id(), "a body or an effect does not write by itself");
  Request request{.body = body};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&request);
  work_.notify_one();
  request.wake.wait(lock, [&] { return request.done; });
  return std::move(request.outcome);
}

void Writer::seen(Sequence sequence) {
  Sequence last = last_;
  while (last < sequence && !last_.compare_exchange_weak(last, sequence)) continue;
}

Journal::Statistics Writer::statistics() {
  std::lock_guard lock(mutex_);
  return {
      .waiting = std::ssize(waiting_), .bodies = bodies_, .commits = commits_, .checkpoints = checkpoints_};
}

void Writer::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const Group group = wait_for_group(lock);
    if (group.empty()) return;
    lock.unlock();
    reserve_.take();
    process(group);
    lock.lock();
    for (Request* request : group) {
      request->done = true;
      request->wake.notify_one();  // under the lock: once it is free the request may be gone
    }
    lock.unlock();
    checkpoint_when_due();
    lock.lock();
  }
}

// All that wait now; none when it is time to stop. After some time without any, the WAL is copied back and
// emptied.
Writer::Group Writer::wait_for_group(std::unique_lock<std::mutex>& lock) {
  const auto ready = [&] { return stopping_ || !waiting_.empty(); };
  if (wal_pages_ > 0 && !work_.wait_for(lock, idle_, ready)) {
    lock.unlock();
    checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
    lock.lock();
  }
  work_.wait(lock, ready);
  return std::exchange(waiting_, {});
}

void Writer::process(const Group& group) {
  base::Result<void> committed = commit(group);
  if (!committed.ok()) {
    reserve_.give_up_when_full();
    return abandon(group, committed.error());
  }
  for (Request* request : group) {
    if (!request->outcome.ok()) continue;
    for (const auto& effect : request->transaction->effects_) effect();
    request->transaction.reset();
  }
}

// One transaction for the group. An error is the disk's, and means that nothing of the group stays.
base::Result<void> Writer::commit(const Group& group) {
  TRY(database_->run("BEGIN IMMEDIATE"));
  bool changed = false;
  for (Request* request : group) changed |= TRY(run_body(*request));
  if (!changed) return database_->run("COMMIT");
  TRY(database_->run(fmt::format("UPDATE journal SET sequence = {}", next_)));
  TRY(database_->run("COMMIT"));
  last_ = next_;
  ++commits_;
  return {};
}

// Runs one body in a savepoint; true when it changed rows and may stay. An error means that the transaction
// is lost.
base::Result<bool> Writer::run_body(Request& request) {
  TRY(database_->run("SAVEPOINT body"));
  const auto changes_before = sqlite3_total_changes64(database_->handle());
  request.transaction.emplace(Transaction(*database_, ++next_));
  request.outcome = request.body(*request.transaction);
  ++bodies_;
  if (!request.outcome.ok()) TRY(database_->run("ROLLBACK TO body"));
  TRY(database_->run("RELEASE body"));
  return request.outcome.ok() && sqlite3_total_changes64(database_->handle()) > changes_before;
}

void Writer::abandon(const Group& group, const base::Error& error) {
  // After some errors SQLite has rolled back by itself.
  if (sqlite3_get_autocommit(database_->handle()) == 0) (void)database_->run("ROLLBACK");
  for (Request* request : group) {
    if (request->outcome.ok()) request->outcome = base::Error(error).context("writing to the journal");
  }
}

void Writer::checkpoint_when_due() {
  // The WAL has begun anew when it is shorter than what was copied of it.
  if (wal_pages_ < checkpointed_pages_) checkpointed_pages_ = 0;
  if (wal_pages_ - checkpointed_pages_ >= kCheckpointPages) checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

// Never waits for readers: what they still need stays in the WAL for the next time. A failure loses nothing
// either.
void Writer::checkpoint(int mode) {
  sqlite3_wal_checkpoint_v2(database_->handle(), "main", mode, nullptr, nullptr);
  checkpointed_pages_ = wal_pages_;
  if (mode == SQLITE_CHECKPOINT_TRUNCATE) wal_pages_ = checkpointed_pages_ = 0;
  ++checkpoints_;
}

}  // namespace store
