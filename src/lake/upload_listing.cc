#include <algorithm>

#include "lake/buckets_store.h"
#include "lake/common_prefix.h"
#include "lake/objects_store.h"
#include "lake/refusals.h"
#include "lake/state.h"
#include "lake/uploads_store.h"

namespace lake {
namespace {

// One listing of uploads, as Lister in listing.cc is one of objects: the uploads of a common prefix are not
// read, the scan starts anew behind them.
class UploadLister {
 public:
  UploadLister(store::Connection& connection, std::int64_t bucket, const UploadsQuery& query)
      : connection_(connection),
        query_(query),
        range_{.bucket = bucket, .until = after_prefix(query.prefix)} {
    start_behind_markers();
    if (range_.key < query.prefix) start_at(query.prefix);
  }

  base::Result<UploadListing> list() {
    if (query_.max_uploads <= 0) return std::move(listing_);
    while (TRY(scan())) {
    }
    return std::move(listing_);
  }

 private:
  void start_at(std::string key) {
    range_.key = std::move(key);
    range_.after_id.clear();
  }

  void start_behind_markers() {
    const std::string& key = query_.after_key;
    if (query_.after_id) {
      range_.key = key;
      range_.after_id = query_.after_id->str();
    } else if (!key.empty()) {
      const bool is_group = rolled_up(key) == key;
      start_at((is_group ? after_prefix(key) : std::nullopt).value_or(key + '\0'));
    }
  }

  std::optional<std::string> rolled_up(const std::string& key) const {
    return common_prefix(key, query_.prefix, query_.delimiter);
  }

  bool full() const {
    return listing_.uploads.size() + listing_.common_prefixes.size() >=
           static_cast<std::size_t>(query_.max_uploads);
  }

  // Lists up to the next common prefix; whether there may be more behind it.
  base::Result<bool> scan() {
    OpenUploads uploads = TRY(OpenUploads::scan(connection_, range_));
    while (std::optional<Upload> upload = TRY(uploads.next())) {
      if (full()) {
        listing_.truncated = true;
        return false;
      }
      if (const auto prefix = rolled_up(upload->key)) return enter_prefix(*prefix);
      listing_.last_key = upload->key;
      listing_.last_id = upload->id;
      listing_.uploads.push_back(*std::move(upload));
    }
    return false;
  }

  bool enter_prefix(const std::string& prefix) {
    listing_.last_key = prefix;
    listing_.last_id.reset();
    listing_.common_prefixes.push_back(prefix);
    const auto behind = after_prefix(prefix);
    if (behind) start_at(*behind);
    return behind.has_value();
  }

  store::Connection& connection_;
  const UploadsQuery& query_;
  UploadRange range_;
  UploadListing listing_;
};

}  // namespace

base::Result<UploadListing> Lake::uploads(const BucketRef& bucket, const UploadsQuery& query) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<UploadListing> {
    const std::int64_t id = TRY(bucket_id(snapshot, bucket));
    // The upload that a marker names may be over by now: its place is still known.
    if (query.after_id && (!is_upload_id(*query.after_id) ||
                           TRY(is_upload_of_another(snapshot, id, query.after_key, *query.after_id))))
      return invalid_upload_marker(*query.after_id);
    return UploadLister(snapshot, id, query).list();
  });
}

}  // namespace lake
