#pragma once

#include <string_view>

#include "lake/objects_store.h"
#include "lake/types.h"
#include "store/journal.h"

namespace lake {

// Whether the row is of bucket ?1, visible as of ?4, and its key in [?6, ?7): asked of each row by itself, so
// that a page looks at no more rows than it says. A row is also over when a published commit that is not
// settled has a later one of its key.
#define IS_WANTED                                                                                    \
  "o.bucket = ?1 AND (o.end_sequence IS NULL OR o.end_sequence > ?4) AND o.key >= ?6 AND o.key < ?7" \
  " AND NOT EXISTS (SELECT 1 FROM lake_objects n CROSS JOIN lake_commits p ON p.id = n.commit_id"    \
  "  WHERE n.bucket = o.bucket AND n.key = o.key AND n.begin_sequence IS NULL AND p.sequence <= ?4"  \
  "  AND (p.sequence, n.id) > (COALESCE(o.begin_sequence, c.sequence), o.id))"

// At most ?5 rows of bucket ?1 behind position (?2, ?3) that began until ?4: the settled ones, straight from
// the index of begins.
inline constexpr std::string_view kSettledChanges =
    "SELECT " LISTED_COLUMNS ", " IS_WANTED
    " FROM lake_objects o LEFT JOIN lake_commits c ON c.id = o.commit_id"
    " WHERE o.bucket = ?1 AND (o.begin_sequence, o.id) > (?2, ?3) AND o.begin_sequence <= ?4"
    " ORDER BY o.begin_sequence, o.id LIMIT ?5";

// The same of one published commit, ?2, that is not settled: its rows behind ?3.
inline constexpr std::string_view kStagedChanges =
    "SELECT " LISTED_COLUMNS ", " IS_WANTED
    " FROM lake_commits c CROSS JOIN lake_objects o ON o.commit_id = c.id"
    " WHERE c.id = ?2 AND o.commit_id = ?2 AND o.id > ?3 ORDER BY o.id LIMIT ?5";

// The published commits from ?1 to ?2 that are not settled: they lead to the rows, not the other way round.
inline constexpr std::string_view kUnsettledCommits =
    "SELECT id, sequence FROM lake_commits WHERE sequence >= ?1 AND sequence <= ?2 ORDER BY sequence, id";

base::Result<Changes> find_changes(store::Connection& connection, std::int64_t bucket,
                                   const ChangesQuery& query);

}  // namespace lake
