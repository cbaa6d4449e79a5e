#include "base/assert.h"
#include "lake/buckets_store.h"
#include "lake/checksums.h"
#include "lake/garbage_store.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"
#include "lake/state.h"

namespace lake {

// The object takes the place of what its key names, if the guard lets it.
base::Result<Object> Lake::State::replace(store::Transaction& transaction, const BucketRef& bucket,
                                          Object object, const PutGuard& guard) {
  const std::int64_t id = TRY(bucket_id(transaction, bucket));
  if (guard) {
    const std::optional<Object> current = TRY(find_object(transaction, id, object.key));
    TRY(guard(current ? &*current : nullptr));
  }
  if (TRY(end_object(transaction, id, object.key)) > 0)
    transaction.after_commit([this] { housekeeper.wake(); });
  TRY(insert_object(transaction, id, object));
  object.sequence = transaction.sequence();
  return object;
}

// The guard sees the object that this very transaction replaces: two conditional puts cannot both hold.
base::Result<Object> Lake::put(const BucketRef& bucket, std::string_view key, Content content,
                               ObjectProperties properties, const PutGuard& guard) {
  Object object{.key = std::string(key),
                .content = content.id,
                .size = content.size,
                .etag = plain_etag(content),
                .checksum = std::move(content.checksum),
                .properties = std::move(properties),
                .modified_at = state_->clock.now()};
  auto stored = state_->journal.write([&](store::Transaction& transaction) -> base::Result<Object> {
    return TRY(state_->replace(transaction, bucket, object, guard));
  });
  return state_->settle(std::move(stored), {&content.id, 1});
}

base::Result<Object> Lake::put_shared(const Lease& lease, const BucketRef& bucket, std::string_view key,
                                      Object object, const PutGuard& guard) {
  object.key = key;
  object.modified_at = state_->clock.now();
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<Object> {
    ASSERT(TRY(is_named(transaction, object.content)) && lease.sequence() <= transaction.sequence(),
           "what a lease sees is named by a row until the lease ends");
    return TRY(state_->replace(transaction, bucket, object, guard));
  });
}

base::Result<Object> Lake::head(const BucketRef& bucket, std::string_view key,
                                std::optional<store::Sequence> as_of) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Object> {
    const std::int64_t id = TRY(bucket_id(snapshot, bucket, as_of));
    std::optional<Object> object = TRY(find_object(snapshot, id, key, as_of.value_or(kNewest)));
    if (!object) return no_such_key(key);
    return *std::move(object);
  });
}

base::Result<void> Lake::set_tags(const BucketRef& bucket, std::string_view key, const Tags& tags) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const std::int64_t id = TRY(bucket_id(transaction, bucket));
    if (TRY(replace_tags(transaction, id, key, tags)) == 0) return no_such_key(key);
    return {};
  });
}

base::Result<void> Lake::remove(const BucketRef& bucket, std::span<const std::string> keys) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const std::int64_t id = TRY(bucket_id(transaction, bucket));
    std::int64_t ended = 0;
    for (const std::string& key : keys) ended += TRY(end_object(transaction, id, key));
    if (ended > 0) transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
}

base::Result<void> Lake::remove(const BucketRef& bucket, std::string_view key, const PutGuard& guard) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const std::int64_t id = TRY(bucket_id(transaction, bucket));
    const std::optional<Object> current = TRY(find_object(transaction, id, key));
    TRY(guard(current ? &*current : nullptr));
    if (TRY(end_object(transaction, id, key)) > 0)
      transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
}

base::Result<void> Lake::remove_below(store::Transaction& transaction, const BucketRef& bucket,
                                      const std::string& prefix) {
  const std::int64_t id = TRY(bucket_id(transaction, bucket));
  // Collected first: end_object() changes the index that the scan reads.
  std::vector<std::string> keys;
  auto objects = TRY(VisibleObjects::scan(transaction, {id, prefix, after_prefix(prefix)}));
  while (auto object = TRY(objects.next())) keys.push_back(std::move(object->key));
  for (const std::string& key : keys) TRY(end_object(transaction, id, key));
  if (!keys.empty()) transaction.after_commit([this] { state_->housekeeper.wake(); });
  return {};
}

}  // namespace lake
