#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lake/types.h"
#include "store/journal.h"

namespace lake {

// What a completed upload remembers, for the same completion asked again.
struct Completion {
  std::string parts;  // a digest of the parts that were asked for
  Object object;      // content and object parts apart
};

struct StoredUpload {
  Upload upload;
  std::optional<Completion> completion;
};

base::Result<void> insert_upload(store::Transaction& transaction, std::int64_t bucket, const Upload& upload);
base::Result<StoredUpload> find_upload(store::Connection& connection, std::int64_t bucket,
                                       std::string_view key,
                                       const UploadId& id);  // or NoSuchUpload

// Uploads under way from a place in the order of keys and ids on, as far as keys are less than `until`.
struct UploadRange {
  std::int64_t bucket = 0;
  std::string key;
  std::string after_id;  // empty: the key's first upload too
  std::optional<std::string> until;
};
// ?1 bucket, ?2 key and ?3 id behind which to begin, ?4 the end of keys. The index lake_uploads_open gives
// the rows in this order; a test of the query's plan holds it to that.
inline constexpr std::string_view kOpenUploads =
    " FROM lake_uploads WHERE bucket = ?1 AND (key, id) > (?2, ?3) AND key < ?4 AND completed_at IS NULL"
    " ORDER BY key, id";
class OpenUploads {
 public:
  static base::Result<OpenUploads> scan(store::Connection& connection, const UploadRange& range);
  base::Result<std::optional<Upload>> next();

 private:
  explicit OpenUploads(store::Rows rows) : rows_(std::move(rows)) {}
  store::Rows rows_;
};

// Whether that is an upload under way of another key.
base::Result<bool> is_upload_of_another(store::Connection& connection, std::int64_t bucket,
                                        std::string_view key, const UploadId& id);

base::Result<void> complete_upload_row(store::Transaction& transaction, const UploadId& id,
                                       const Completion& completion, base::Timestamp now);
base::Result<void> delete_upload(store::Transaction& transaction, const UploadId& id);

base::Result<std::vector<UploadPart>> parts_of(store::Connection& connection, const UploadId& id,
                                               const PartsQuery& query = {});
// Whether there was one of that number before; its content becomes garbage.
base::Result<bool> replace_part(store::Transaction& transaction, const UploadId& id, const UploadPart& part);
base::Result<void> delete_parts(store::Transaction& transaction, const UploadId& id);

// The buckets that have uploads are found by jumps in the index, not by its length.
inline constexpr std::string_view kStaleUploads =
    "WITH RECURSIVE used (bucket) AS ("
    " SELECT min(bucket) FROM lake_uploads"
    " UNION ALL SELECT (SELECT min(bucket) FROM lake_uploads WHERE bucket > used.bucket) FROM used"
    "  WHERE used.bucket IS NOT NULL)"
    "SELECT * FROM (SELECT id FROM lake_uploads WHERE completed_at < ?1 LIMIT ?2)"
    " UNION SELECT * FROM (SELECT u.id FROM used CROSS JOIN lake_uploads u ON u.bucket = used.bucket"
    "  WHERE used.bucket NOT IN (SELECT id FROM lake_buckets) LIMIT ?2)";

// Uploads of buckets that are gone, and those completed before `completed_before`: at most `limit` of each.
base::Result<std::vector<UploadId>> stale_uploads(store::Connection& connection,
                                                  base::Timestamp completed_before, int limit);

}  // namespace lake
