#pragma once

#include "lake/contents.h"
#include "lake/housekeeper.h"
#include "lake/lake.h"
#include "lake/leases.h"
#include "lake/upload_locks.h"

namespace lake {

// What the files that implement Lake share.
struct Lake::State {
  State(const std::filesystem::path& folder, store::Journal& journal, const base::Clock& clock)
      : journal(journal),
        clock(clock),
        contents(folder, journal),
        leases(journal),
        housekeeper(journal, clock, contents, leases) {}

  // Tells the contents what became of them: named by a durable row, or refused. After a failure of the
  // journal nobody knows; the housekeeper finds out with the next commit that succeeds.
  template <typename R>
  R settle(R result, std::span<const ContentId> ids) {
    if (result.ok())
      contents.named(ids);
    else if (result.error().fault == base::Error::Fault::Caller)
      contents.discard(ids);
    else
      housekeeper.doubt(ids);
    return result;
  }

  base::Result<Object> replace(store::Transaction& transaction, const BucketRef& bucket, Object object,
                               const PutGuard& guard);

  store::Journal& journal;
  const base::Clock& clock;
  ContentFolder contents;
  Leases leases;
  UploadLocks completions;
  Housekeeper housekeeper;  // last: its thread uses the others
};

}  // namespace lake
