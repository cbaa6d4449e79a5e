#include "lake/housekeeper.h"

#include "base/log.h"
#include "lake/commits_store.h"
#include "lake/garbage_store.h"
#include "lake/segments_store.h"
#include "lake/uploads_store.h"

namespace lake {
namespace {

using namespace std::chrono_literals;

constexpr int kBatch = 500;     // objects a transaction: some milliseconds of the writer's time
constexpr auto kGather = 50ms;  // after a wake, so that a burst of puts shares a round
constexpr auto kRetry = 60s;    // without a wake: what failed is tried again
constexpr auto kRemember = std::chrono::hours(24);  // how long a completed upload can be completed again

}  // namespace

base::Result<void> Housekeeper::open() {
  left_segments_ = TRY(journal_.read([](store::Snapshot& snapshot) { return segment_numbers(snapshot); }));
  TRY(journal_.write([](store::Transaction& transaction) { return discard_open_commits(transaction); }));
  return {};
}

void Housekeeper::start() {
  wake();
  thread_ = std::jthread([this] { run(); });
}

void Housekeeper::wake() {
  std::lock_guard lock(mutex_);
  wake_ = true;
  woken_.notify_one();
}

void Housekeeper::doubt(std::span<const ContentId> ids) {
  {
    std::lock_guard lock(mutex_);
    doubtful_.insert(doubtful_.end(), ids.begin(), ids.end());
  }
  wake();
}

Housekeeper::~Housekeeper() {
  stop_.request_stop();
}

// A wake during a round is not lost: it is looked at before the next wait. A failed round is logged and tried
// again with the next wake or after kRetry; callers do not notice.
void Housekeeper::run() {
  while (!stop_.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, stop_.get_token(), kRetry, [this] { return wake_; });
      woken_.wait_for(lock, stop_.get_token(), kGather, [] { return false; });
      if (stop_.stop_requested()) return;
      wake_ = false;
    }
    if (const auto done = round(); !done.ok())
      spdlog::warn("the lake's housekeeping: {}", done.error().message);
  }
}

// 1. Contents in doubt, with the first transaction that succeeds again.
// 2. Commits: until a row is settled it has no begin, and 4 cannot tell that it is over.
// 3. Stale uploads, whose parts become garbage for 4.
// 4. Rows, and then files, that no lease needs.
// 5. Segments: their rows go when nothing can be in their folders that a crash has left.
base::Result<void> Housekeeper::round() {
  std::lock_guard lock(round_mutex_);
  TRY(settle_doubts());
  TRY(settle_commits());
  TRY(remove_stale_uploads());
  TRY(reap());
  TRY(close_finished_segments());
  return sweep_left_segments();
}

// A commit that succeeds has left the failed one behind for good, so what no row names in it, none will.
base::Result<void> Housekeeper::settle_doubts() {
  std::vector<ContentId> doubtful;
  {
    std::lock_guard lock(mutex_);
    doubtful = doubtful_;
  }
  if (doubtful.empty()) return {};
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    for (const ContentId& content : doubtful)
      if (!TRY(is_named(transaction, content))) TRY(add_garbage(transaction, content));
    return {};
  }));
  contents_.named(doubtful);
  std::lock_guard lock(mutex_);
  doubtful_.erase(doubtful_.begin(), doubtful_.begin() + std::ssize(doubtful));  // others only append
  return {};
}

base::Result<void> Housekeeper::settle_commits() {
  while (!stop_.stop_requested() && TRY(journal_.read(has_closed_commits))) {
    TRY(journal_.write([](store::Transaction& transaction) -> base::Result<void> {
      TRY(settle_published(transaction, kBatch));
      return remove_discarded(transaction, kBatch);
    }));
  }
  return {};
}

base::Result<void> Housekeeper::reap() {
  const std::vector<UnreadSpan> unread = leases_.unread();
  for (const UnreadSpan& span : unread) TRY(reap(span));
  for (const UnreadSpan& span : unread) TRY(remove_garbage(span));
  return {};
}

base::Result<void> Housekeeper::reap(const UnreadSpan& unread) {
  while (!stop_.stop_requested() &&
         TRY(journal_.read([&](store::Snapshot& snapshot) { return has_ended(snapshot, unread); })))
    TRY(journal_.write(
        [&](store::Transaction& transaction) { return reap_ended(transaction, unread, kBatch); }));
  return {};
}

base::Result<void> Housekeeper::remove_garbage(const UnreadSpan& unread) {
  while (!stop_.stop_requested()) {
    const std::vector<ContentId> contents =
        TRY(journal_.read([&](store::Snapshot& snapshot) { return garbage(snapshot, unread, kBatch); }));
    if (contents.empty()) return {};
    // Files before rows: a crash in between leaves rows of files that are gone, which is no error the next
    // time.
    TRY(contents_.remove(contents));
    TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
      for (const ContentId& content : contents) TRY(forget_garbage(transaction, content));
      return {};
    }));
  }
  return {};
}

base::Result<void> Housekeeper::remove_stale_uploads() {
  const base::Timestamp before = clock_.now() - kRemember;
  while (!stop_.stop_requested()) {
    const auto uploads = TRY(
        journal_.read([&](store::Snapshot& snapshot) { return stale_uploads(snapshot, before, kBatch); }));
    if (uploads.empty()) return {};
    for (const UploadId& id : uploads)
      TRY(journal_.write([&](store::Transaction& transaction) { return delete_upload(transaction, id); }));
  }
  return {};
}

base::Result<void> Housekeeper::close_finished_segments() {
  for (const std::int64_t number : contents_.take_finished_segments()) finished_segments_.push_back(number);
  while (!finished_segments_.empty()) {
    TRY(close_segment(finished_segments_.back()));
    finished_segments_.pop_back();
  }
  return {};
}

base::Result<void> Housekeeper::sweep_left_segments() {
  while (!stop_.stop_requested() && !left_segments_.empty()) {
    const std::int64_t number = left_segments_.back();
    std::vector<ContentId> unnamed;
    for (const ContentId& content : TRY(contents_.list_segment(number))) {
      if (!TRY(journal_.read([&](store::Snapshot& snapshot) { return is_named(snapshot, content); })))
        unnamed.push_back(content);
    }
    TRY(contents_.remove(unnamed));
    TRY(close_segment(number));
    left_segments_.pop_back();
  }
  return {};
}

// Removals of unnamed contents must be durable before the segment's row goes, or a power cut would bring them
// back for good.
base::Result<void> Housekeeper::close_segment(std::int64_t number) {
  TRY(contents_.sync_segment(number));
  TRY(journal_.write([&](store::Transaction& transaction) { return delete_segment(transaction, number); }));
  contents_.remove_empty_segment(number);
  return {};
}

}  // namespace lake
