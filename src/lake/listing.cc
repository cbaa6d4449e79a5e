#include <algorithm>

#include "lake/buckets_store.h"
#include "lake/changes_store.h"
#include "lake/common_prefix.h"
#include "lake/objects_store.h"
#include "lake/state.h"

namespace lake {
namespace {

// One listing. The keys of a common prefix are not read: the scan starts anew behind them.
class Lister {
 public:
  Lister(store::Connection& connection, std::int64_t bucket, const ListQuery& query)
      : connection_(connection), query_(query) {
    range_ = {.bucket = bucket,
              .from = std::max(query.prefix, first_key()),
              .until = after_prefix(query.prefix),
              .as_of = query.as_of.value_or(kNewest)};
  }

  base::Result<Listing> list() {
    if (query_.max_keys <= 0) return std::move(listing_);
    while (TRY(scan())) {
    }
    return std::move(listing_);
  }

 private:
  // The least key that start_after lets through. One that is a common prefix itself leaves its whole group
  // behind.
  std::string first_key() const {
    if (query_.start_after.empty()) return {};
    if (rolled_up(query_.start_after) == query_.start_after)
      return after_prefix(query_.start_after).value_or(query_.start_after + '\0');
    return query_.start_after + '\0';
  }

  std::optional<std::string> rolled_up(const std::string& key) const {
    return common_prefix(key, query_.prefix, query_.delimiter);
  }

  bool full() const {
    return listing_.objects.size() + listing_.common_prefixes.size() >=
           static_cast<std::size_t>(query_.max_keys);
  }

  // Lists up to the next common prefix; whether there may be more behind it.
  base::Result<bool> scan() {
    VisibleObjects objects = TRY(VisibleObjects::scan(connection_, range_));
    while (std::optional<Object> object = TRY(objects.next())) {
      if (full()) {
        listing_.truncated = true;
        return false;
      }
      if (const auto prefix = rolled_up(object->key)) return enter_prefix(*prefix);
      listing_.next = object->key;
      listing_.objects.push_back(*std::move(object));
    }
    return false;
  }

  bool enter_prefix(const std::string& prefix) {
    listing_.next = prefix;
    listing_.common_prefixes.push_back(prefix);
    const auto behind = after_prefix(prefix);
    if (behind) range_.from = *behind;
    return behind.has_value();
  }

  store::Connection& connection_;
  const ListQuery& query_;
  ObjectRange range_;
  Listing listing_;
};

}  // namespace

base::Result<Listing> Lake::list(const BucketRef& bucket, const ListQuery& query) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Listing> {
    Listing listing = TRY(Lister(snapshot, TRY(bucket_id(snapshot, bucket, query.as_of)), query).list());
    if (!listing.truncated) listing.next.clear();
    return listing;
  });
}

base::Result<Changes> Lake::changes(const BucketRef& bucket, const ChangesQuery& query) {
  return state_->journal.read([&](store::Snapshot& snapshot) -> base::Result<Changes> {
    return find_changes(snapshot, TRY(bucket_id(snapshot, bucket, query.as_of)), query);
  });
}

}  // namespace lake
