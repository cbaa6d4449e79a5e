#include <algorithm>

#include "base/log.h"
#include "lake/buckets_store.h"
#include "lake/checksums.h"
#include "lake/commits_store.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"
#include "lake/state.h"

namespace lake {
namespace {

constexpr std::size_t kShownOfKey = 200;
constexpr std::size_t kBatch = 1000;  // objects a transaction, so that other writers get in between

base::Result<void> insert_staged(store::Transaction& transaction, CommitId commit, const OpenCommit& open,
                                 const StagedObject& staged, base::Timestamp now) {
  if (staged.key.size() > kLongestKey)
    return key_too_long(staged.key)
        .context(fmt::format("s3://{}/{}...", staged.bucket, staged.key.substr(0, kShownOfKey)));
  const Bucket bucket = TRY(find_bucket(transaction, staged.bucket));
  if (open.account.value_or(bucket.account) != bucket.account) return access_denied(staged.bucket);
  TRY(add_commit_bucket(transaction, commit, bucket.id, staged.bucket));
  return insert_object(transaction, bucket.id,
                       {.key = staged.key,
                        .content = staged.content.id,
                        .size = staged.content.size,
                        .etag = plain_etag(staged.content),
                        .checksum = staged.content.checksum,
                        .properties = staged.properties,
                        .modified_at = now},
                       commit);
}

std::vector<ContentId> contents_of(std::span<const StagedObject> objects) {
  std::vector<ContentId> ids;
  for (const StagedObject& object : objects) ids.push_back(object.content.id);
  return ids;
}

}  // namespace

base::Result<CommitId> Lake::begin_commit(std::optional<std::string_view> account) {
  return state_->journal.write(
      [&](store::Transaction& transaction) { return insert_commit(transaction, account); });
}

base::Result<void> Lake::stage(CommitId commit, std::vector<StagedObject> objects) {
  const base::Timestamp now = state_->clock.now();
  std::span<const StagedObject> left = objects;
  while (!left.empty()) {
    const auto batch = left.first(std::min(kBatch, left.size()));
    const auto staged = state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      const std::optional<OpenCommit> open = TRY(open_commit(transaction, commit));
      if (!open)
        return base::refusal("CommitClosed", 409, fmt::format("Commit {} takes no more objects.", commit));
      for (const StagedObject& object : batch) TRY(insert_staged(transaction, commit, *open, object, now));
      return {};
    });
    // When this batch is refused, so are those behind it.
    TRY(state_->settle(staged, contents_of(staged.ok() ? batch : left)));
    left = left.subspan(batch.size());
  }
  return {};
}

base::Result<void> Lake::publish(store::Transaction& transaction, CommitId commit) {
  if (const auto missing = TRY(missing_bucket(transaction, commit))) return no_such_bucket(*missing);
  if (!TRY(publish_commit(transaction, commit)))
    return base::refusal("CommitClosed", 409,
                         fmt::format("Commit {} was published or discarded before.", commit));
  transaction.after_commit([this] { state_->housekeeper.wake(); });
  return {};
}

void Lake::discard(CommitId commit) {
  const auto discarded = state_->journal.write(
      [&](store::Transaction& transaction) { return discard_commit(transaction, commit); });
  if (!discarded.ok()) spdlog::warn("discarding staged commit {}: {}", commit, discarded.error().message);
  state_->housekeeper.wake();
}

}  // namespace lake
