#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/fd.h"
#include "base/result.h"
#include "lake/types.h"
#include "store/journal.h"

namespace lake {

class Lake;

// Writes one content file. Bytes are hashed as they pass; seal() makes file and folder durable and gives the
// content, which put(), put_part() or stage() then names. Dropped unsealed, the file is removed at once;
// sealed and never named, by discard_content() or by the sweep when the server starts. One thread; must not
// outlive its lake.
class ContentWriter {
 public:
  virtual ~ContentWriter() = default;
  virtual base::Result<void> write(std::string_view bytes) = 0;
  virtual base::Result<Content> seal() = 0;
};

// A promise that the contents visible at sequence() stay readable. Released by its destructor; must not
// outlive its lake.
class Lease {
 public:
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  store::Sequence sequence() const { return sequence_; }

 private:
  friend class Lake;
  Lease(Lake* lake, store::Sequence sequence) : lake_(lake), sequence_(sequence) {}
  Lake* lake_;
  store::Sequence sequence_;
};

struct Options {
  // Whether a thread settles, reaps and sweeps behind the callers. Without it only Lake::tidy() does.
  bool housekeeping = true;
};

// Buckets and objects. Content stands in files of the lake's own naming; all else is in the journal, so any
// key is legal, a put is atomic, a listing is an index scan, and many objects become visible in one
// transaction. Errors: refusals carry S3's codes (NoSuchBucket, NoSuchKey, BucketNotEmpty, InvalidPart, ...).
// Thread-safe. What takes a Content owns it from then on: when it refuses, the content is discarded.
class Lake {
 public:
  static store::Schema schema();
  static base::Result<std::unique_ptr<Lake>> open(std::filesystem::path folder, store::Journal& journal,
                                                  const base::Clock& clock, Options options = {});
  ~Lake();

  // Buckets. A name that is taken: BucketAlreadyOwnedByYou or BucketAlreadyExists.
  base::Result<Bucket> create_bucket(std::string_view account, std::string_view region, std::string_view name,
                                     std::string_view location = {}, const Tags& tags = {});
  base::Result<Bucket> bucket(std::string_view name);
  base::Result<Bucket> bucket_of(std::string_view account, std::string_view name);  // AccessDenied: another's
  base::Result<std::vector<Bucket>> buckets(std::string_view account);              // by name
  base::Result<void> delete_bucket(const BucketRef& bucket);
  base::Result<Tags> bucket_tags(const BucketRef& bucket);
  base::Result<std::vector<TaggedBucket>> tagged_buckets(std::string_view account);  // by name
  base::Result<void> set_bucket_tags(const BucketRef& bucket, const Tags& tags);

  // Content: `checksum_algorithm` as in Checksum, empty for CRC64NVME.
  base::Result<std::unique_ptr<ContentWriter>> new_content(std::string_view checksum_algorithm = {});
  // For a process that writes by itself: an open file (read-write) and its id; seal_raw_content() syncs it.
  struct RawContent {
    ContentId id;
    base::Fd file;
  };
  base::Result<RawContent> new_raw_content();
  base::Result<void> seal_raw_content(
      const std::vector<ContentId>& ids);     // syncs the files, then their folders once
  void discard_content(const ContentId& id);  // one that nothing names
  base::Result<base::Fd> open_content(
      const ContentId& id);  // read only; of what a lease sees that is still held

  // Objects. put() names a sealed content; it replaces what the key named. `guard` runs inside the
  // transaction on the current object (null: none) and may refuse.
  using PutGuard = std::function<base::Result<void>(const Object* current)>;
  base::Result<Object> put(const BucketRef& bucket, std::string_view key, Content content,
                           ObjectProperties properties, const PutGuard& guard = {});
  // Names the content of an object that `lease` sees by one more key; no byte is copied. `object` is what the
  // key is to name, its key, time and sequence apart.
  base::Result<Object> put_shared(const Lease& lease, const BucketRef& bucket, std::string_view key,
                                  Object object, const PutGuard& guard = {});
  base::Result<Object> head(const BucketRef& bucket, std::string_view key,
                            std::optional<store::Sequence> as_of = {});  // what a lease sees, as in list()
  base::Result<void> remove(const BucketRef& bucket,
                            std::span<const std::string> keys);  // absent keys are no error
  base::Result<void> remove(const BucketRef& bucket, std::string_view key, const PutGuard& guard);
  // Every object whose key has the prefix, in a transaction of the caller's.
  base::Result<void> remove_below(store::Transaction& transaction, const BucketRef& bucket,
                                  const std::string& prefix);
  base::Result<void> set_tags(const BucketRef& bucket, std::string_view key,
                              const Tags& tags);  // all that is else of the object stays as it is
  base::Result<Listing> list(const BucketRef& bucket, const ListQuery& query);
  // What is new since a commit: costs as much as became visible since, however much is in the bucket.
  base::Result<Changes> changes(const BucketRef& bucket, const ChangesQuery& query);

  // Multipart uploads. The object that a completion makes is of the completion's sequence, however old the
  // upload.
  base::Result<Upload> create_upload(const BucketRef& bucket,
                                     Upload upload);  // gives it its id, time, sequence
  base::Result<Upload> upload(const BucketRef& bucket, std::string_view key,
                              const UploadId& id);  // also a completed one
  base::Result<void> put_part(const BucketRef& bucket, std::string_view key, const UploadId& id,
                              UploadPart part);
  base::Result<std::vector<UploadPart>> parts(const BucketRef& bucket, std::string_view key,
                                              const UploadId& id, const PartsQuery& query = {});
  // Refuses a marker that is no id, or another key's, with InvalidArgument.
  base::Result<UploadListing> uploads(const BucketRef& bucket, const UploadsQuery& query = {});
  // `guard` is asked twice: before any byte is copied, and inside the transaction.
  using CompletionGuard = std::function<base::Result<void>(const Object* current, const Object& made)>;
  base::Result<Object> complete_upload(const BucketRef& bucket, std::string_view key, const UploadId& id,
                                       const std::vector<CompletedPart>& parts,
                                       const CompletionGuard& guard = {});
  base::Result<void> abort_upload(const BucketRef& bucket, std::string_view key, const UploadId& id);

  // Leases.
  base::Result<Lease> lease();  // of what is visible now

  // Staged commits: rows are written early, in transactions of bounded size, and stay invisible until
  // publish() flips one row inside the caller's transaction. A staged commit that the server finds at start
  // is discarded. publish() refuses with NoSuchBucket when a bucket of the commit is gone. With an account,
  // stage() refuses other accounts' buckets with AccessDenied.
  base::Result<CommitId> begin_commit(std::optional<std::string_view> account = {});
  base::Result<void> stage(CommitId commit, std::vector<StagedObject> objects);
  base::Result<void> publish(store::Transaction& transaction, CommitId commit);
  void discard(CommitId commit);

  // Does now, to the end, what the housekeeping thread does behind the callers: settles published commits,
  // removes what no lease needs, sweeps what a crash left.
  base::Result<void> tidy();

 private:
  friend class Lease;
  struct State;
  explicit Lake(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lake
