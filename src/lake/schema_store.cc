#include <array>

#include "lake/lake.h"

namespace lake {
namespace {

// An object row is one version of a key, visible from begin_sequence until before end_sequence. The rows of a
// staged commit have no begin of their own until they are settled: theirs is lake_commits.sequence, NULL
// until published. Content ids are `segment-number`; a segment has a row as long as its folder may hold files
// that nothing names.
constexpr std::string_view kTables = R"sql(
CREATE TABLE lake_buckets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE lake_objects (
  id INTEGER PRIMARY KEY,
  bucket INTEGER NOT NULL,
  key TEXT NOT NULL,
  commit_id INTEGER,
  begin_sequence INTEGER,
  end_sequence INTEGER,
  content TEXT NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  checksum_algorithm TEXT,
  checksum BLOB,
  checksum_parts INTEGER,
  content_type TEXT NOT NULL,
  system_metadata BLOB NOT NULL,
  user_metadata BLOB NOT NULL,
  modified_at INTEGER NOT NULL,
  parts BLOB NOT NULL
);
CREATE INDEX lake_objects_by_key ON lake_objects (bucket, key, begin_sequence, end_sequence, commit_id);
CREATE INDEX lake_objects_by_begin ON lake_objects (bucket, begin_sequence) WHERE begin_sequence IS NOT NULL;
CREATE INDEX lake_objects_by_end ON lake_objects (end_sequence) WHERE end_sequence IS NOT NULL;
CREATE INDEX lake_objects_by_commit ON lake_objects (commit_id) WHERE commit_id IS NOT NULL;
CREATE INDEX lake_objects_by_content ON lake_objects (content);

CREATE TABLE lake_commits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sequence INTEGER,
  discarded INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE lake_commit_buckets (
  commit_id INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (commit_id, bucket)
) WITHOUT ROWID;

CREATE TABLE lake_uploads (
  id TEXT PRIMARY KEY,
  bucket INTEGER NOT NULL,
  key TEXT NOT NULL,
  content_type TEXT NOT NULL,
  system_metadata BLOB NOT NULL,
  user_metadata BLOB NOT NULL,
  checksum_algorithm TEXT NOT NULL,
  full_object_checksum INTEGER NOT NULL,
  initiated_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  completed_at INTEGER,
  completed_parts BLOB,
  object_etag TEXT,
  object_size INTEGER,
  object_checksum_algorithm TEXT,
  object_checksum BLOB,
  object_checksum_parts INTEGER,
  object_sequence INTEGER
) WITHOUT ROWID;
CREATE INDEX lake_uploads_by_key ON lake_uploads (bucket, key, initiated_at);
CREATE TABLE lake_parts (
  upload TEXT NOT NULL,
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  size INTEGER NOT NULL,
  md5 BLOB NOT NULL,
  checksum_algorithm TEXT NOT NULL,
  checksum BLOB NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (upload, number)
) WITHOUT ROWID;
CREATE INDEX lake_parts_by_content ON lake_parts (content);

CREATE TABLE lake_segments (
  number INTEGER PRIMARY KEY AUTOINCREMENT
);
CREATE TABLE lake_garbage (
  content TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL
) WITHOUT ROWID;
)sql";

// A commit of an account writes only to that account's buckets. Parts and their garbage know from which
// commit on they were there, so that a lease keeps only what it sees; what housekeeping looks for stands in
// indexes.
constexpr std::string_view kOwnersAndLifetimes = R"sql(
ALTER TABLE lake_buckets ADD COLUMN location TEXT;
ALTER TABLE lake_uploads ADD COLUMN key_existed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lake_commits ADD COLUMN account TEXT;
ALTER TABLE lake_parts ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lake_garbage ADD COLUMN begin_sequence INTEGER NOT NULL DEFAULT 0;
CREATE INDEX lake_garbage_by_sequence ON lake_garbage (sequence, begin_sequence);
CREATE INDEX lake_uploads_by_completion ON lake_uploads (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX lake_commits_by_sequence ON lake_commits (sequence) WHERE sequence IS NOT NULL;
DROP INDEX lake_objects_by_end;
CREATE INDEX lake_objects_by_end ON lake_objects (end_sequence, begin_sequence) WHERE end_sequence IS NOT NULL;
)sql";

// A bucket's tags are NULL until it has some.
constexpr std::string_view kTags = R"sql(
ALTER TABLE lake_buckets ADD COLUMN tags BLOB;
ALTER TABLE lake_objects ADD COLUMN tags BLOB NOT NULL DEFAULT x'';
ALTER TABLE lake_uploads ADD COLUMN tags BLOB NOT NULL DEFAULT x'';
)sql";

// A page of the uploads under way costs as much as the page, however many are done or behind it.
constexpr std::string_view kOpenUploadsIndex = R"sql(
CREATE INDEX lake_uploads_open ON lake_uploads (bucket, key, id) WHERE completed_at IS NULL;
)sql";

constexpr std::array kMigrations = {store::Migration{1, kTables}, store::Migration{2, kOwnersAndLifetimes},
                                    store::Migration{3, kTags}, store::Migration{4, kOpenUploadsIndex}};

}  // namespace

store::Schema Lake::schema() {
  return {.owner = "lake", .migrations = kMigrations};
}

}  // namespace lake
