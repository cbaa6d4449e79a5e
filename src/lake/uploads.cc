#include "base/random.h"
#include "lake/buckets_store.h"
#include "lake/refusals.h"
#include "lake/state.h"
#include "lake/uploads_store.h"

namespace lake {
namespace {

// An upload that takes parts: there, and not completed.
base::Result<Upload> open_upload(store::Connection& connection, std::string_view bucket, std::string_view key,
                                 const UploadId& id) {
  StoredUpload stored = TRY(find_upload(connection, TRY(bucket_id(connection, bucket)), key, id));
  if (stored.completion) return no_such_upload(id);
  return std::move(stored.upload);
}

}  // namespace

base::Result<Upload> Lake::create_upload(std::string_view bucket, Upload upload) {
  upload.id = UploadId(base::random_hex(24));
  upload.initiated_at = state_->clock.now();
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<Upload> {
    upload.sequence = transaction.sequence();
    TRY(insert_upload(transaction, TRY(bucket_id(transaction, bucket)), upload));
    return upload;
  });
}

base::Result<Upload> Lake::upload(std::string_view bucket, std::string_view key, const UploadId& id) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Upload> {
    return TRY(find_upload(snapshot, TRY(bucket_id(snapshot, bucket)), key, id)).upload;
  });
}

base::Result<void> Lake::put_part(std::string_view bucket, std::string_view key, const UploadId& id,
                                  UploadPart part) {
  part.modified_at = state_->clock.now();
  const auto stored = state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(open_upload(transaction, bucket, key, id));
    TRY(replace_part(transaction, id, part));
    transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
  return state_->settle(stored, {&part.content.id, 1});
}

base::Result<std::vector<UploadPart>> Lake::parts(std::string_view bucket, std::string_view key,
                                                  const UploadId& id) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<std::vector<UploadPart>> {
    TRY(open_upload(snapshot, bucket, key, id));
    return parts_of(snapshot, id);
  });
}

base::Result<std::vector<Upload>> Lake::uploads(std::string_view bucket) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<std::vector<Upload>> {
    return open_uploads(snapshot, TRY(bucket_id(snapshot, bucket)));
  });
}

base::Result<void> Lake::abort_upload(std::string_view bucket, std::string_view key, const UploadId& id) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(open_upload(transaction, bucket, key, id));
    TRY(delete_upload(transaction, id));
    transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
}

}  // namespace lake
