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

// The digests of a content, raw bytes. `checksum` is the one that the writer asked for or, without one, CRC64NVME.
struct Checksum {
  std::string algorithm;  // as in headers, lower case: crc32 crc32c crc64nvme sha1 sha256
  std::string value;      // raw; of a composite one with no suffix
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
  std::map<std::string, std::string> system_metadata;  // cache-control, content-disposition, content-encoding, ...
  std::map<std::string, std::string> user_metadata;    // names in lower case, without x-amz-meta-
};

struct Object {
  std::string key;
  ContentId content;
  std::int64_t size = 0;
  std::string etag;  // without quotes
  std::optional<Checksum> checksum;
  ObjectProperties properties;
  base::Timestamp modified_at;
  store::Sequence sequence = 0;  // of the commit that made it visible
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
  std::string start_after;
  int max_keys = 1000;
  std::optional<store::Sequence> as_of;  // what a lease sees; nothing: the newest
  store::Sequence newer_than = 0;        // only objects that became visible by a later commit
};

}  // namespace lake
