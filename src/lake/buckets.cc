#include "lake/buckets_store.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"
#include "lake/state.h"

namespace lake {
namespace {

base::Error name_taken(const Bucket& taken, std::string_view account) {
  base::Error error =
      taken.account == account
          ? base::refusal(
                "BucketAlreadyOwnedByYou", 409,
                "Your previous request to create the named bucket succeeded and you already own it.")
          : base::refusal(
                "BucketAlreadyExists", 409,
                "The requested bucket name is not available. The bucket namespace is shared by all users of "
                "the system. Please select a different name and try again.");
  error.details.emplace_back("BucketName", taken.name);
  return error;
}

base::Error bucket_not_empty(std::string_view name) {
  base::Error error = base::refusal("BucketNotEmpty", 409, "The bucket you tried to delete is not empty");
  error.details.emplace_back("BucketName", name);
  return error;
}

}  // namespace

base::Result<Bucket> Lake::create_bucket(std::string_view account, std::string_view region,
                                         std::string_view name, std::string_view location, const Tags& tags) {
  const base::Timestamp now = state_->clock.now();
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<Bucket> {
    const auto taken = find_bucket(transaction, name);
    if (taken.ok()) return name_taken(*taken, account);
    if (taken.error().code != "NoSuchBucket") return taken.error();
    Bucket bucket{.name = std::string(name),
                  .account = std::string(account),
                  .region = std::string(region),
                  .location = std::string(location.empty() ? region : location),
                  .created_at = now};
    bucket.id = TRY(insert_bucket(transaction, bucket));
    if (!tags.empty()) TRY(replace_bucket_tags(transaction, bucket.id, tags));
    return bucket;
  });
}

base::Result<Bucket> Lake::bucket(std::string_view name) {
  return state_->journal.read([&](store::Snapshot& snapshot) { return find_bucket(snapshot, name); });
}

base::Result<Bucket> Lake::bucket_of(std::string_view account, std::string_view name) {
  Bucket bucket = TRY(this->bucket(name));
  if (bucket.account != account) return access_denied(name);
  return bucket;
}

base::Result<std::vector<Bucket>> Lake::buckets(std::string_view account) {
  return state_->journal.read([&](store::Snapshot& snapshot) { return buckets_of(snapshot, account); });
}

base::Result<Tags> Lake::bucket_tags(const BucketRef& bucket) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Tags> {
    return tags_of_bucket(snapshot, TRY(bucket_id(snapshot, bucket)));
  });
}

base::Result<std::vector<TaggedBucket>> Lake::tagged_buckets(std::string_view account) {
  return state_->journal.read(
      [&](store::Snapshot& snapshot) { return tagged_buckets_of(snapshot, account); });
}

base::Result<void> Lake::set_bucket_tags(const BucketRef& bucket, const Tags& tags) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    return replace_bucket_tags(transaction, TRY(bucket_id(transaction, bucket)), tags);
  });
}

// Unfinished uploads and staged objects do not hold a bucket: the former go with it, the latter are refused
// when their commit is published.
base::Result<void> Lake::delete_bucket(const BucketRef& bucket) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    const std::int64_t id = TRY(bucket_id(transaction, bucket));
    VisibleObjects objects = TRY(VisibleObjects::scan(transaction, {.bucket = id}));
    if (TRY(objects.next())) return bucket_not_empty(bucket.name());
    TRY(delete_bucket_row(transaction, id));
    transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
}

}  // namespace lake
