#include <algorithm>

#include "base/text.h"
#include "lake/buckets_store.h"
#include "lake/checksums.h"
#include "lake/concatenate.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"
#include "lake/state.h"
#include "lake/uploads_store.h"

// CompleteMultipartUpload (S3 API reference, "CompleteMultipartUpload"):
//  0. Completions of one upload come one after the other; one that was done before is answered from memory.
//  1. The listed parts must be in order, be there with these ETags and checksums, and be large enough, and
//  the caller's guard must hold: nothing is copied for what is refused.
//  2. Their bytes become one content, outside of any transaction; a lease keeps the parts until that is done.
//  3. One transaction makes the object, if upload and parts are still what they were and the guard still
//  holds, and remembers the answer.
namespace lake {
namespace {

constexpr std::int64_t kLeastPartSize = 5 << 20;  // of all but the last

struct Found {
  StoredUpload stored;
  std::vector<UploadPart> parts;
};

base::Result<Found> find(store::Connection& connection, std::int64_t bucket, std::string_view key,
                         const UploadId& id) {
  Found found{.stored = TRY(find_upload(connection, bucket, key, id))};
  found.parts = TRY(parts_of(connection, id));
  return found;
}

store::Sequence newest_of(const std::vector<UploadPart>& parts) {
  store::Sequence newest = 0;
  for (const UploadPart& part : parts) newest = std::max(newest, part.sequence);
  return newest;
}

// Names what was asked for, so that the same completion asked again is recognised.
std::string digest_of(const std::vector<CompletedPart>& parts) {
  const auto digest = base::make_digest(base::DigestAlgorithm::Sha256);
  for (const CompletedPart& part : parts) digest->update(fmt::format("{}:{},", part.number, part.etag));
  return digest->finish();
}

// The answer of a completion that was done before.
base::Result<Object> repeated(const Completion& completion, const std::string& asked, const UploadId& id) {
  if (completion.parts != asked) return no_such_upload(id);
  return completion.object;
}

base::Error part_too_small(const UploadPart& part) {
  base::Error error =
      base::refusal("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
  error.details = {{"ProposedSize", std::to_string(part.content.size)},
                   {"MinSizeAllowed", std::to_string(kLeastPartSize)},
                   {"PartNumber", std::to_string(part.number)},
                   {"ETag", plain_etag(part.content)}};
  return error;
}

base::Result<UploadPart> choose_part(const std::vector<UploadPart>& parts, const UploadId& id,
                                     const CompletedPart& asked) {
  const auto part = std::ranges::lower_bound(parts, asked.number, {}, &UploadPart::number);
  const bool matches = part != parts.end() && part->number == asked.number &&
                       plain_etag(part->content) == asked.etag &&
                       (!asked.checksum || *asked.checksum == part->content.checksum->value);
  if (!matches) return invalid_part(id, asked.number, asked.etag);
  return *part;
}

base::Result<std::vector<UploadPart>> choose_parts(const std::vector<UploadPart>& parts, const UploadId& id,
                                                   const std::vector<CompletedPart>& asked) {
  if (asked.empty()) return base::refusal("InvalidRequest", 400, "You must specify at least one part");
  for (std::size_t i = 1; i < asked.size(); ++i) {
    if (asked[i - 1].number < asked[i].number) continue;
    base::Error error =
        base::refusal("InvalidPartOrder", 400,
                      "The list of parts was not in ascending order. Parts must be ordered by part number.");
    error.details.emplace_back("UploadId", id.str());
    return error;
  }
  std::vector<UploadPart> chosen;
  for (const CompletedPart& part : asked) chosen.push_back(TRY(choose_part(parts, id, part)));
  for (std::size_t i = 0; i + 1 < chosen.size(); ++i)
    if (chosen[i].content.size < kLeastPartSize) return part_too_small(chosen[i]);
  return chosen;
}

// The content of the whole. A single part is that content already.
base::Result<ContentId> join(ContentFolder& contents, const std::vector<UploadPart>& parts) {
  if (parts.size() == 1) return parts.front().content.id;
  std::vector<Content> pieces;
  for (const UploadPart& part : parts) pieces.push_back(part.content);
  return concatenate(contents, pieces);
}

base::Result<Object> make_object(const Upload& upload, const std::vector<UploadPart>& parts) {
  auto checksum = TRY(multipart_checksum(upload, parts));
  Object object{.key = upload.key,
                .etag = multipart_etag(parts),
                .checksum = std::move(checksum),
                .properties = upload.properties,
                .modified_at = upload.initiated_at};
  for (const UploadPart& part : parts) {
    object.size += part.content.size;
    object.parts.push_back({.size = part.content.size, .checksum = part.content.checksum->value});
  }
  return object;
}

base::Result<void> check_unchanged(const std::vector<UploadPart>& chosen, const std::vector<UploadPart>& now,
                                   const UploadId& id) {
  for (const UploadPart& part : chosen) {
    const auto found = std::ranges::lower_bound(now, part.number, {}, &UploadPart::number);
    if (found == now.end() || found->number != part.number || found->content.id != part.content.id)
      return invalid_part(id, part.number, plain_etag(part.content));
  }
  return {};
}

// What one completion asks for, and the object that it is to make of it.
struct Completing {
  std::string_view key;
  const UploadId& id;
  const std::string asked;
  const Lake::CompletionGuard& guard;
  std::vector<UploadPart> chosen;
  Object object;

  base::Result<void> check_guard(store::Connection& connection, std::int64_t bucket) const {
    if (!guard) return {};
    const std::optional<Object> current = TRY(find_object(connection, bucket, key));
    return guard(current ? &*current : nullptr, object);
  }
};

// Step 3, in the transaction.
base::Result<Object> make_visible(store::Transaction& transaction, std::int64_t bucket,
                                  const Completing& completing, base::Timestamp now) {
  const Found found = TRY(find(transaction, bucket, completing.key, completing.id));
  TRY(check_unchanged(completing.chosen, found.parts, completing.id));
  TRY(completing.check_guard(transaction, bucket));
  Object object = completing.object;
  object.sequence = transaction.sequence();
  TRY(end_object(transaction, bucket, completing.key));
  TRY(insert_object(transaction, bucket, object));
  TRY(complete_upload_row(transaction, completing.id, {.parts = completing.asked, .object = object}, now));
  TRY(delete_parts(transaction, completing.id));
  return object;
}

}  // namespace

base::Result<Object> Lake::complete_upload(const BucketRef& bucket, std::string_view key, const UploadId& id,
                                           const std::vector<CompletedPart>& parts,
                                           const CompletionGuard& guard) {
  const UploadLocks::Held held(state_->completions, id);
  std::optional<Lease> lease;  // one that sees every part, so that they stay while they are joined
  Found found;
  do {
    lease.emplace(TRY(this->lease()));
    found = TRY(state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Found> {
      return find(snapshot, TRY(bucket_id(snapshot, bucket)), key, id);
    }));
  } while (newest_of(found.parts) > lease->sequence());

  Completing completing{
      .key = key, .id = id, .asked = digest_of(parts), .guard = guard, .chosen = {}, .object = {}};
  if (found.stored.completion) return repeated(*found.stored.completion, completing.asked, id);
  completing.chosen = TRY(choose_parts(found.parts, id, parts));
  completing.object = TRY(make_object(found.stored.upload, completing.chosen));
  TRY(state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<void> {
    return completing.check_guard(snapshot, TRY(bucket_id(snapshot, bucket)));
  }));

  completing.object.content = TRY(join(state_->contents, completing.chosen));
  auto completed = state_->journal.write([&](store::Transaction& transaction) -> base::Result<Object> {
    transaction.after_commit([this] { state_->housekeeper.wake(); });
    return make_visible(transaction, TRY(bucket_id(transaction, bucket)), completing, state_->clock.now());
  });
  if (completing.chosen.size() == 1) return completed;  // no new content
  return state_->settle(std::move(completed), {&completing.object.content, 1});
}

}  // namespace lake
