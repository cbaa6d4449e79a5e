#pragma once

#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "lake/contents.h"
#include "lake/leases.h"
#include "store/journal.h"

namespace lake {

// Does behind the callers what no answer waits for: settles published commits, removes discarded ones, reaps
// rows and contents that no lease needs, sweeps what a crash left. Each step is bounded, idempotent, and a
// transaction of its own, so that it can stop anywhere and callers get in between; nothing that anybody sees
// depends on when it runs.
class Housekeeper {
 public:
  Housekeeper(store::Journal& journal, const base::Clock& clock, ContentFolder& contents, Leases& leases)
      : journal_(journal), clock_(clock), contents_(contents), leases_(leases) {}
  ~Housekeeper();  // lets the running step end

  // Notes what a former start left: once, before the first caller. Looks at open commits and segments only.
  base::Result<void> open();
  void start();  // the thread; it ends with the object
  void wake();   // something may be there to do
  void doubt(std::span<const ContentId>
                 ids);         // the journal failed: a durable row names these contents, or nothing does
  base::Result<void> round();  // everything there is to do; one thread at a time

 private:
  void run();
  base::Result<void> settle_doubts();
  base::Result<void> settle_commits();
  base::Result<void> reap();
  base::Result<void> reap(const UnreadSpan& unread);
  base::Result<void> remove_garbage(const UnreadSpan& unread);
  base::Result<void> remove_stale_uploads();
  base::Result<void> close_finished_segments();
  base::Result<void> sweep_left_segments();
  base::Result<void> close_segment(std::int64_t number);

  store::Journal& journal_;
  const base::Clock& clock_;
  ContentFolder& contents_;
  Leases& leases_;
  std::mutex round_mutex_;
  std::vector<std::int64_t> left_segments_;      // of former starts, not swept yet
  std::vector<std::int64_t> finished_segments_;  // of this start, not closed yet

  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool wake_ = false;
  std::vector<ContentId> doubtful_;
  std::stop_source stop_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace lake
