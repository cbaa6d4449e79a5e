#include "lake/uploads_store.h"

#include "lake/netstrings.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"

namespace lake {
namespace {

// In the order in which read_upload() and read_completion() count them.
#define UPLOAD_COLUMNS                                                                                \
  "id, key, content_type, system_metadata, user_metadata, checksum_algorithm, full_object_checksum, " \
  "initiated_at, sequence, completed_parts, object_etag, object_size, object_checksum_algorithm, "    \
  "object_checksum, "                                                                                 \
  "object_checksum_parts, object_sequence, key_existed, tags"

Upload read_upload(const store::Row& row) {
  return {.id = UploadId(row.text(0)),
          .key = row.text(1),
          .properties = {.content_type = row.text(2),
                         .system_metadata = unpack_map(row.view(3)),
                         .user_metadata = unpack_map(row.view(4)),
                         .tags = unpack_tags(row.view(17))},
          .checksum_algorithm = row.text(5),
          .full_object_checksum = row.integer(6) != 0,
          .initiated_at = base::from_micros(row.integer(7)),
          .sequence = row.integer(8),
          .key_existed = row.integer(16) != 0};
}

// Its time is that of the initiation, which S3 gives the objects of uploads:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
Completion read_completion(const store::Row& row, const Upload& upload) {
  Checksum checksum{.algorithm = row.text(12), .value = row.text(13)};
  if (const auto parts = row.optional_integer(14)) checksum.parts = static_cast<int>(*parts);
  return {.parts = row.text(9),
          .object = {.key = upload.key,
                     .size = row.integer(11),
                     .etag = row.text(10),
                     .checksum = std::move(checksum),
                     .properties = upload.properties,
                     .modified_at = upload.initiated_at,
                     .sequence = row.integer(15)}};
}

}  // namespace

base::Result<void> insert_upload(store::Transaction& transaction, std::int64_t bucket, const Upload& upload) {
  const std::string system_metadata = pack_map(upload.properties.system_metadata);
  const std::string user_metadata = pack_map(upload.properties.user_metadata);
  const std::string tags = pack_tags(upload.properties.tags);
  TRY(transaction.execute(
      "INSERT INTO lake_uploads (id, bucket, key, content_type, system_metadata, user_metadata, "
      "checksum_algorithm,"
      " full_object_checksum, initiated_at, sequence, key_existed, tags)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      {upload.id.str(), bucket, upload.key, upload.properties.content_type,
       store::Value::blob(system_metadata), store::Value::blob(user_metadata), upload.checksum_algorithm,
       upload.full_object_checksum ? 1 : 0, base::to_micros(upload.initiated_at), upload.sequence,
       upload.key_existed ? 1 : 0, store::Value::blob(tags)}));
  return {};
}

// An id alone opens nothing: bucket and key must be those that it was given out for.
base::Result<StoredUpload> find_upload(store::Connection& connection, std::int64_t bucket,
                                       std::string_view key, const UploadId& id) {
  store::Rows rows = TRY(connection.query("SELECT " UPLOAD_COLUMNS
                                          " FROM lake_uploads WHERE id = ?1 AND bucket = ?2 AND key = ?3",
                                          {id.str(), bucket, key}));
  if (!TRY(rows.next())) return no_such_upload(id);
  StoredUpload stored{.upload = read_upload(rows.row())};
  if (!rows.row().is_null(9)) stored.completion = read_completion(rows.row(), stored.upload);
  return stored;
}

base::Result<OpenUploads> OpenUploads::scan(store::Connection& connection, const UploadRange& range) {
  return OpenUploads(
      TRY(connection.query(std::string("SELECT " UPLOAD_COLUMNS) + std::string(kOpenUploads),
                           {range.bucket, range.key, range.after_id, key_bound(range.until)})));
}

base::Result<std::optional<Upload>> OpenUploads::next() {
  if (!TRY(rows_.next())) return std::nullopt;
  return read_upload(rows_.row());
}

base::Result<bool> is_upload_of_another(store::Connection& connection, std::int64_t bucket,
                                        std::string_view key, const UploadId& id) {
  store::Rows rows = TRY(connection.query(
      "SELECT 1 FROM lake_uploads WHERE id = ?1 AND bucket = ?2 AND key <> ?3 AND completed_at IS NULL",
      {id.str(), bucket, key}));
  return rows.next();
}

// The row outlives the upload for a while (Housekeeper, kRemember), so that a client whose answer got lost
// may ask again.
base::Result<void> complete_upload_row(store::Transaction& transaction, const UploadId& id,
                                       const Completion& completion, base::Timestamp now) {
  const Object& object = completion.object;
  TRY(transaction.execute(
      "UPDATE lake_uploads SET completed_at = ?2, completed_parts = ?3, object_etag = ?4, object_size = ?5,"
      " object_checksum_algorithm = ?6, object_checksum = ?7, object_checksum_parts = ?8, object_sequence = "
      "?9"
      " WHERE id = ?1",
      {id.str(), base::to_micros(now), store::Value::blob(completion.parts), object.etag, object.size,
       object.checksum->algorithm, store::Value::blob(object.checksum->value), object.checksum->parts,
       object.sequence}));
  return {};
}

base::Result<void> delete_upload(store::Transaction& transaction, const UploadId& id) {
  TRY(delete_parts(transaction, id));
  TRY(transaction.execute("DELETE FROM lake_uploads WHERE id = ?1", {id.str()}));
  return {};
}

base::Result<std::vector<UploadPart>> parts_of(store::Connection& connection, const UploadId& id,
                                               const PartsQuery& query) {
  std::vector<UploadPart> parts;
  store::Rows rows = TRY(connection.query(
      "SELECT number, content, size, md5, checksum_algorithm, checksum, modified_at, sequence FROM lake_parts"
      " WHERE upload = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
      {id.str(), query.after, query.max_parts}));
  while (TRY(rows.next())) {
    const store::Row& row = rows.row();
    parts.push_back({.number = static_cast<int>(row.integer(0)),
                     .content = {.id = ContentId(row.text(1)),
                                 .size = row.integer(2),
                                 .md5 = row.text(3),
                                 .checksum = Checksum{.algorithm = row.text(4), .value = row.text(5)}},
                     .modified_at = base::from_micros(row.integer(6)),
                     .sequence = row.integer(7)});
  }
  return parts;
}

base::Result<bool> replace_part(store::Transaction& transaction, const UploadId& id, const UploadPart& part) {
  // The old content's life, from the commit that put it to this one, goes along: a lease in between keeps it,
  // which a completion that joins it at this moment holds. The garbage's row stands for the part that was
  // replaced.
  const std::int64_t replaced = TRY(
      transaction.execute("INSERT OR IGNORE INTO lake_garbage (content, begin_sequence, sequence)"
                          " SELECT content, sequence, ?3 FROM lake_parts WHERE upload = ?1 AND number = ?2",
                          {id.str(), part.number, transaction.sequence()}));
  TRY(transaction.execute(
      "INSERT OR REPLACE INTO lake_parts (upload, number, content, size, md5, checksum_algorithm, checksum, "
      "modified_at, sequence)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      {id.str(), part.number, part.content.id.str(), part.content.size, store::Value::blob(part.content.md5),
       part.content.checksum->algorithm, store::Value::blob(part.content.checksum->value),
       base::to_micros(part.modified_at), transaction.sequence()}));
  return replaced > 0;
}

base::Result<void> delete_parts(store::Transaction& transaction, const UploadId& id) {
  // A part that became a whole object by itself is still named, and stays.
  TRY(transaction.execute(
      "INSERT OR IGNORE INTO lake_garbage (content, begin_sequence, sequence)"
      " SELECT p.content, p.sequence, ?2 FROM lake_parts p"
      " WHERE p.upload = ?1 AND NOT EXISTS (SELECT 1 FROM lake_objects o WHERE o.content = p.content)",
      {id.str(), transaction.sequence()}));
  TRY(transaction.execute("DELETE FROM lake_parts WHERE upload = ?1", {id.str()}));
  return {};
}

base::Result<std::vector<UploadId>> stale_uploads(store::Connection& connection,
                                                  base::Timestamp completed_before, int limit) {
  return connection.all(kStaleUploads, {base::to_micros(completed_before), limit},
                        [](const store::Row& row) { return UploadId(row.text(0)); });
}

}  // namespace lake
