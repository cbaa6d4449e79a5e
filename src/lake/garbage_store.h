#pragma once

#include <string_view>
#include <vector>

#include "lake/types.h"
#include "store/journal.h"

namespace lake {

// Contents whose rows are gone and whose files are still to be removed, none of them before the last lease
// from before `sequence` is over.
base::Result<void> add_garbage(store::Transaction& transaction, const ContentId& content,
                               store::Sequence sequence);
base::Result<std::vector<ContentId>> garbage(store::Connection& connection, store::Sequence horizon,
                                             int limit);
base::Result<void> forget_garbage(store::Transaction& transaction, const ContentId& content);

// Removes rows of objects that ended at or before the horizon, at most `limit`; their contents become
// garbage.
base::Result<std::int64_t> reap_ended(store::Transaction& transaction, store::Sequence horizon, int limit);
base::Result<bool> has_ended(store::Connection& connection, store::Sequence horizon);

// Whether a row of any kind names the content.
base::Result<bool> is_named(store::Connection& connection, const ContentId& content);

}  // namespace lake
