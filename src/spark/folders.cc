#include "spark/folders.h"

namespace spark_door {

base::Result<bool> is_empty(const lake::S3Path& folder, const Storage& storage) {
  const lake::Bucket bucket = TRY(storage.lake.bucket_of(storage.scope.account, folder.bucket));
  return TRY(storage.lake.list(bucket, {.prefix = folder.key, .max_keys = 1})).objects.empty();
}

base::Result<void> remove_folder(store::Transaction& transaction, const lake::S3Path& folder,
                                 const Storage& storage) {
  const auto bucket = storage.lake.bucket_of(storage.scope.account, folder.bucket);
  if (!bucket.ok() && bucket.error().code == "NoSuchBucket") return {};
  return storage.lake.remove_below(transaction, TRY(bucket), folder.key);
}

}  // namespace spark_door
