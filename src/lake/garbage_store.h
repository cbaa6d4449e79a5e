#pragma once

#include <string_view>
#include <vector>

#include "lake/leases.h"
#include "lake/types.h"
#include "store/journal.h"

namespace lake {

// What to look for of the rows of lake_objects: those that began and ended in the span (?1, ?2], ?3 of them,
// in the order of their index. A row of a commit that is not settled has no begin yet, and stays until it
// has.
inline constexpr std::string_view kBeganAndEnded =
    " FROM lake_objects WHERE end_sequence > ?1 AND end_sequence <= ?2 AND begin_sequence > ?1"
    " ORDER BY end_sequence, begin_sequence, id LIMIT ?3";
inline constexpr std::string_view kRemovable =
    "SELECT content FROM lake_garbage WHERE sequence > ?1 AND sequence <= ?2 AND begin_sequence > ?1 LIMIT "
    "?3";

// Contents whose rows are gone and whose files are still to be removed, none of them while a lease from
// `begin_sequence` on and before `sequence` lasts.
base::Result<void> add_garbage(store::Transaction& transaction,
                               const ContentId& content);  // that no lease sees
base::Result<std::vector<ContentId>> garbage(store::Connection& connection, const UnreadSpan& unread,
                                             int limit);
base::Result<void> forget_garbage(store::Transaction& transaction, const ContentId& content);

// Removes rows of objects that began and ended in the span, at most `limit`; their contents become garbage.
base::Result<std::int64_t> reap_ended(store::Transaction& transaction, const UnreadSpan& unread, int limit);
base::Result<bool> has_ended(store::Connection& connection, const UnreadSpan& unread);

// Whether a row of any kind names the content.
base::Result<bool> is_named(store::Connection& connection, const ContentId& content);

}  // namespace lake
