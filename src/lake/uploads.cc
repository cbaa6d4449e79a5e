#include "base/random.h"
#include "lake/buckets_store.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"
#include "lake/state.h"
#include "lake/uploads_store.h"

namespace lake {
namespace {

constexpr std::size_t kTimeDigits = 16;
constexpr std::size_t kRandomBytes = 16;

// The time first, so that ids are in the order of initiation, and what nobody guesses behind it.
UploadId new_upload_id(base::Timestamp now) {
  return UploadId(fmt::format("{:016x}", base::to_micros(now)) + base::random_hex(kRandomBytes));
}

// An upload that takes parts: there, and not completed.
base::Result<Upload> open_upload(store::Connection& connection, const BucketRef& bucket, std::string_view key,
                                 const UploadId& id) {
  StoredUpload stored = TRY(find_upload(connection, TRY(bucket_id(connection, bucket)), key, id));
  if (stored.completion) return no_such_upload(id);
  return std::move(stored.upload);
}

}  // namespace

bool is_upload_id(const UploadId& id) {
  return id.str().size() == kTimeDigits + 2 * kRandomBytes &&
         id.str().find_first_not_of("0123456789abcdef") == std::string::npos;
}

base::Result<Upload> Lake::create_upload(const BucketRef& bucket, Upload upload) {
  upload.initiated_at = state_->clock.now();
  upload.id = new_upload_id(upload.initiated_at);
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<Upload> {
    const std::int64_t bucket_row = TRY(bucket_id(transaction, bucket));
    upload.sequence = transaction.sequence();
    upload.key_existed = TRY(find_object(transaction, bucket_row, upload.key)).has_value();
    TRY(insert_upload(transaction, bucket_row, upload));
    return upload;
  });
}

base::Result<Upload> Lake::upload(const BucketRef& bucket, std::string_view key, const UploadId& id) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Upload> {
    return TRY(find_upload(snapshot, TRY(bucket_id(snapshot, bucket)), key, id)).upload;
  });
}

// The upload is looked at again in the transaction: it may have been completed or aborted while the part's
// bytes came in, and the part is refused then.
base::Result<void> Lake::put_part(const BucketRef& bucket, std::string_view key, const UploadId& id,
                                  UploadPart part) {
  part.modified_at = state_->clock.now();
  const auto stored = state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(open_upload(transaction, bucket, key, id));
    if (TRY(replace_part(transaction, id, part)))
      transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
  return state_->settle(stored, {&part.content.id, 1});
}

base::Result<std::vector<UploadPart>> Lake::parts(const BucketRef& bucket, std::string_view key,
                                                  const UploadId& id, const PartsQuery& query) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<std::vector<UploadPart>> {
    TRY(open_upload(snapshot, bucket, key, id));
    return parts_of(snapshot, id, query);
  });
}

base::Result<void> Lake::abort_upload(const BucketRef& bucket, std::string_view key, const UploadId& id) {
  return state_->journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(open_upload(transaction, bucket, key, id));
    TRY(delete_upload(transaction, id));
    transaction.after_commit([this] { state_->housekeeper.wake(); });
    return {};
  });
}

}  // namespace lake
