#include "spark/folder_move.h"

#include "plan/spark_error.h"

namespace spark_door {
namespace {

base::Result<bool> is_empty(const lake::Bucket& bucket, const lake::S3Path& folder, lake::Lake& lake) {
  return TRY(lake.list(bucket, {.prefix = folder.key, .max_keys = 1})).objects.empty();
}

base::Error place_is_taken(const lake::S3Path& to) {
  return plan::spark_error("LOCATION_ALREADY_EXISTS",
                           "Cannot name the managed table as <identifier>, as its associated location "
                           "<location> already exists. Please pick a different table name, or remove the "
                           "existing location first.",
                           {{"location", to.uri()}});
}

// Each object under its new key, too. A listing leaves the properties out, so each is looked up.
base::Result<void> share(const lake::Bucket& source, const lake::Bucket& target, const lake::S3Path& from,
                         const lake::S3Path& to, lake::Lake& lake) {
  const lake::Lease lease = TRY(lake.lease());
  lake::ListQuery query{.prefix = from.key, .as_of = lease.sequence()};
  for (;;) {
    const lake::Listing page = TRY(lake.list(source, query));
    for (const lake::Object& listed : page.objects) {
      lake::Object object = TRY(lake.head(source, listed.key, lease.sequence()));
      const std::string key = to.key + listed.key.substr(from.key.size());
      TRY(lake.put_shared(lease, target, key, std::move(object)));
    }
    if (!page.truncated) return {};
    query.start_after = page.next;
  }
}

}  // namespace

base::Result<void> move_folder(const lake::S3Path& from, const lake::S3Path& to, const Storage& storage,
                               const std::function<base::Result<void>(store::Transaction&)>& also) {
  lake::Lake& lake = storage.lake;
  const lake::Bucket source = TRY(lake.bucket_of(storage.scope.account, from.bucket));
  const lake::Bucket target = TRY(lake.bucket_of(storage.scope.account, to.bucket));
  if (!TRY(is_empty(target, to, lake))) return place_is_taken(to);
  base::Result<void> moved = share(source, target, from, to, lake);
  if (moved.ok())
    moved = storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      TRY(also(transaction));
      return lake.remove_below(transaction, source, from.key);
    });
  if (moved.ok()) return {};
  // What was shared so far belongs to nobody.
  TRY(storage.journal.write(
      [&](store::Transaction& transaction) { return lake.remove_below(transaction, target, to.key); }));
  return moved;
}

}  // namespace spark_door
