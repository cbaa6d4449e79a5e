#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "store/journal.h"

namespace lake {

using ContentId = base::StrongId<struct ContentIdTag>;  // names a content file; never reused
using UploadId = base::StrongId<struct UploadIdTag>;
bool is_upload_id(const UploadId& id);  // whether it has the form of one; those of one key are in the order
                                        // of their initiation
using CommitId = std::int64_t;          // of a staged commit

// Keys and values in the order in which they were given; no key twice.
using Tags = std::vector<std::pair<std::string, std::string>>;

struct Bucket {
  std::int64_t id = 0;
  std::string name;
  std::string account;  // the owner's
  std::string region;
  std::string location;  // the region as its creator named it: EU is eu-west-1
  base::Timestamp created_at;
};

struct TaggedBucket {
  Bucket bucket;
  Tags tags;  // at least one
};

// Which bucket an operation is about: the very one that was looked up before (another one that has its name
// by now is not it), or, by name alone, whichever has the name now.
class BucketRef {
 public:
  BucketRef(const Bucket& bucket) : name_(bucket.name), id_(bucket.id) {}
  template <typename Name>
  requires std::convertible_to<const Name&, std::string_view> BucketRef(const Name& name)
      : name_(name) {}  // must outlive the operation

  std::string_view name() const { return name_; }
  const std::optional<std::int64_t>& id() const { return id_; }

 private:
  std::string_view name_;
  std::optional<std::int64_t> id_;
};

// The digests of a content, raw bytes. `checksum` is the one that the writer asked for or, without one,
// CRC64NVME.
struct Checksum {
  std::string algorithm;     // as in headers, lower case: crc32 crc32c crc64nvme sha1 sha256
  std::string value;         // raw; of a composite one with no suffix
  std::optional<int> parts;  // set for a COMPOSITE checksum: how many parts
};

// Bytes at rest, synced, not yet named by any key.
struct Content {
  ContentId id;
  std::int64_t size = 0;
  std::string md5;  // raw
  std::optional<Checksum> checksum;
};

// What a caller says of an object; kept as given.
struct ObjectProperties {
  std::string content_type;
  std::map<std::string, std::string>
      system_metadata;  // cache-control, content-disposition, content-encoding, ...
  std::map<std::string, std::string> user_metadata;  // names in lower case, without x-amz-meta-
  Tags tags;                                         // changed later by set_tags() only
};

// One part of an object that a multipart upload made, in order.
struct ObjectPart {
  std::int64_t size = 0;
  std::string checksum;  // raw, of the object's algorithm
};

struct Object {
  std::string key;
  ContentId content;
  std::int64_t size = 0;
  std::string etag;  // without quotes
  std::optional<Checksum> checksum;
  ObjectProperties properties;
  base::Timestamp modified_at;
  store::Sequence sequence = 0;   // of the commit that made it visible
  std::vector<ObjectPart> parts;  // of a multipart upload
};

struct Listing {
  std::vector<Object> objects;  // without properties and parts
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string next;  // continue after this key or common prefix; set when truncated
};

struct ListQuery {
  std::string prefix;
  std::string delimiter;
  std::string start_after;               // a key, or a common prefix whose keys are then all behind
  int max_keys = 1000;                   // objects and common prefixes together; no upper bound here
  std::optional<store::Sequence> as_of;  // what a lease sees; nothing: the newest
};

// A place in the order in which objects became visible: by commit, and within one by row.
struct ChangePosition {
  store::Sequence sequence = 0;
  std::int64_t row = std::numeric_limits<std::int64_t>::max();  // that: behind all of the commit

  auto operator<=>(const ChangePosition&) const = default;
};

struct ChangesQuery {
  std::string prefix;
  store::Sequence as_of = 0;  // what a lease sees
  ChangePosition after;
  int max_rows = 10'000;  // that are looked at: a page can hold fewer objects, and none
};

// What became visible behind a position and still is, in that order.
struct Changes {
  std::vector<Object> objects;  // without properties and parts
  bool truncated = false;
  ChangePosition next;  // continue after this; set when truncated
};

// A multipart upload that is under way, or done and remembered so that completing it again gives the same
// answer.
struct Upload {
  UploadId id;
  std::string key;
  ObjectProperties properties;
  std::string checksum_algorithm;     // empty: none asked for, so CRC64NVME of the whole is kept
  bool full_object_checksum = false;  // else, with an algorithm, COMPOSITE
  base::Timestamp initiated_at;
  store::Sequence sequence = 0;  // of the commit that created it
  bool key_existed = false;      // whether the key named an object then
};

struct UploadPart {
  int number = 0;  // 1..10000
  Content content;
  base::Timestamp modified_at;
  store::Sequence sequence = 0;  // of the commit that put it
};

struct PartsQuery {
  int after = 0;  // a part's number
  int max_parts = std::numeric_limits<int>::max();
};

// Uploads under way, by key and then by id, which is the order of their initiation.
struct UploadsQuery {
  std::string prefix;
  std::string delimiter;
  std::string after_key;             // a key, or a common prefix whose uploads are then all behind
  std::optional<UploadId> after_id;  // of that key: its later uploads are still to come
  int max_uploads = 1000;            // uploads and common prefixes together
};

struct UploadListing {
  std::vector<Upload> uploads;
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string last_key;             // or common prefix: the last that is listed
  std::optional<UploadId> last_id;  // nothing: of a common prefix, or there is none
};

// What the caller of a completion says of a part.
struct CompletedPart {
  int number = 0;
  std::string etag;                     // hex MD5, without quotes
  std::optional<std::string> checksum;  // raw
};

// One object of a staged commit.
struct StagedObject {
  std::string bucket;
  std::string key;
  Content content;
  ObjectProperties properties;
};

}  // namespace lake
