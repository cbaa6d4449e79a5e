#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "store/journal.h"

namespace lake {

using ContentId = base::StrongId<struct ContentIdTag>;  // names a content file; never reused
using UploadId = base::StrongId<struct UploadIdTag>;
using CommitId = std::int64_t;  // of a staged commit

struct Bucket {
  std::int64_t id = 0;
  std::string name;
  std::string account;  // the owner's
  std::string region;
  base::Timestamp created_at;
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
  std::vector<ObjectPart> parts;  // of a multipart upload; listings leave it empty
};

struct Listing {
  std::vector<Object> objects;
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
  store::Sequence newer_than = 0;        // only objects that became visible by a later commit
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
};

struct UploadPart {
  int number = 0;  // 1..10000
  Content content;
  base::Timestamp modified_at;
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
