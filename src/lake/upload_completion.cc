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
//  1. The listed parts must be in order, be there with these ETags and checksums, and be large enough.
//  2. Their bytes become one content, outside of any transaction; a lease keeps the parts until that is done.
//  3. One transaction makes the object, if upload and parts are still what they were, and remembers the
//  answer.
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
  Object object{.key = upload.key,
                .etag = multipart_etag(parts),
                .checksum = TRY(multipart_checksum(upload, parts)),
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

}  // namespace

base::Result<Object> Lake::complete_upload(std::string_view bucket, std::string_view key, const UploadId& id,
                                           const std::vector<CompletedPart>& parts,
                                           const CompletionGuard& guard) {
  const Lease lease = TRY(this->lease());
  const std::string asked = digest_of(parts);
  const Found found = TRY(state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Found> {
    return find(snapshot, TRY(bucket_id(snapshot, bucket)), key, id);
  }));
  if (found.stored.completion) return repeated(*found.stored.completion, asked, id);
  const std::vector<UploadPart> chosen = TRY(choose_parts(found.parts, id, parts));
  Object object = TRY(make_object(found.stored.upload, chosen));
  object.content = TRY(join(state_->contents, chosen));

  bool replaced_by_another = false;  // the same completion, asked twice at once, came first
  auto completed = state_->journal.write([&](store::Transaction& transaction) -> base::Result<Object> {
    const std::int64_t bucket_row = TRY(bucket_id(transaction, bucket));
    const Found now = TRY(find(transaction, bucket_row, key, id));
    if (now.stored.completion) {
      replaced_by_another = true;
      return repeated(*now.stored.completion, asked, id);
    }
    TRY(check_unchanged(chosen, now.parts, id));
    if (guard) {
      const std::optional<Object> current = TRY(find_object(transaction, bucket_row, key));
      TRY(guard(current ? &*current : nullptr, object));
    }
    object.sequence = transaction.sequence();
    TRY(end_object(transaction, bucket_row, key));
    TRY(insert_object(transaction, bucket_row, object));
    TRY(complete_upload_row(transaction, id, {.parts = asked, .object = object}, state_->clock.now()));
    TRY(delete_parts(transaction, id));
    transaction.after_commit([this] { state_->housekeeper.wake(); });
    return object;
  });
  if (chosen.size() == 1) return completed;  // no new content
  if (replaced_by_another) {
    state_->contents.discard({&object.content, 1});
    return completed;
  }
  return state_->settle(std::move(completed), {&object.content, 1});
}

}  // namespace lake
