#pragma once

#include <optional>
#include <string_view>

#include "lake/types.h"
#include "store/journal.h"

namespace lake {

// Staged commits: open (no sequence), then published (a sequence) or discarded; the row goes once its objects
// are settled or removed.
base::Result<CommitId> insert_commit(store::Transaction& transaction,
                                     std::optional<std::string_view> account);  // whose buckets it writes to

struct OpenCommit {
  std::optional<std::string> account;
};
base::Result<std::optional<OpenCommit>> open_commit(store::Connection& connection, CommitId commit);
base::Result<void> add_commit_bucket(store::Transaction& transaction, CommitId commit, std::int64_t bucket,
                                     std::string_view name);
base::Result<bool> publish_commit(store::Transaction& transaction, CommitId commit);  // false: it is not open

// The name of a bucket that the commit writes to and that is gone, if there is one.
base::Result<std::optional<std::string>> missing_bucket(store::Connection& connection, CommitId commit);

base::Result<void> discard_commit(store::Transaction& transaction, CommitId commit);
base::Result<std::int64_t> discard_open_commits(store::Transaction& transaction);

// Steps of the housekeeping on the oldest commit that is closed, at most `limit` of its objects; once it has
// none left, the commit's row goes.
base::Result<bool> has_closed_commits(store::Connection& connection);
base::Result<void> settle_published(store::Transaction& transaction, int limit);
base::Result<void> remove_discarded(store::Transaction& transaction, int limit);

}  // namespace lake
