#include "spark/folder_move.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "spark/folders.h"
#include "spark/table_errors.h"

namespace spark_door {
namespace {

base::Error changed_meanwhile(const lake::S3Path& folder) {
  return base::refusal(
      "OperationAborted", 409,
      fmt::format("The files in {} changed while they were moved. Please try again.", folder.uri()));
}

// Each object under its new key, too, of which `made` tells. A listing leaves the properties out, so each is
// looked up.
base::Result<void> share(const lake::Lease& lease, const lake::Bucket& source, const lake::Bucket& target,
                         const lake::S3Path& from, const lake::S3Path& to, lake::Lake& lake,
                         std::vector<std::string>& made) {
  lake::ListQuery query{.prefix = from.key, .as_of = lease.sequence()};
  for (;;) {
    const lake::Listing page = TRY(lake.list(source, query));
    for (const lake::Object& listed : page.objects) {
      lake::Object object = TRY(lake.head(source, listed.key, lease.sequence()));
      const std::string& key = made.emplace_back(to.key + listed.key.substr(from.key.size()));
      TRY(lake.put_shared(lease, target, key, std::move(object)));
    }
    if (!page.truncated) return {};
    query.start_after = page.next;
  }
}

// Within a transaction, which no other write overtakes: what came, changed or went since the commit `seen`
// would be lost with the old folder, or be back in the new one.
base::Result<void> check_unchanged(const lake::Bucket& bucket, const lake::S3Path& folder, std::size_t count,
                                   store::Sequence seen, lake::Lake& lake) {
  lake::ListQuery query{.prefix = folder.key};
  for (bool more = true; more;) {
    const lake::Listing page = TRY(lake.list(bucket, query));
    const bool is_older =
        std::ranges::all_of(page.objects, [&](const auto& object) { return object.sequence <= seen; });
    if (!is_older || page.objects.size() > count) return changed_meanwhile(folder);
    count -= page.objects.size();
    more = page.truncated;
    query.start_after = page.next;
  }
  return count == 0 ? base::Result<void>() : changed_meanwhile(folder);
}

}  // namespace

base::Result<void> move_folder(const lake::S3Path& from, const lake::S3Path& to, const std::string& table,
                               const Storage& storage,
                               const std::function<base::Result<void>(store::Transaction&)>& also) {
  lake::Lake& lake = storage.lake;
  const lake::Bucket source = TRY(lake.bucket_of(storage.scope.account, from.bucket));
  const lake::Bucket target = TRY(lake.bucket_of(storage.scope.account, to.bucket));
  // Within itself, it would go with its old self.
  const bool is_within = from.bucket == to.bucket && to.key.starts_with(from.key);
  if (is_within || !TRY(is_empty(to, storage))) return location_exists(table, to.uri());
  const lake::Lease lease = TRY(lake.lease());
  std::vector<std::string> made;
  base::Result<void> moved = share(lease, source, target, from, to, lake, made);
  if (moved.ok())
    moved = storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
      TRY(check_unchanged(source, from, made.size(), lease.sequence(), lake));
      TRY(also(transaction));
      return lake.remove_below(transaction, source, from.key);
    });
  if (moved.ok()) return {};
  // What was shared so far belongs to nobody; what others have put beside it since is theirs.
  TRY(lake.remove(target, made));
  return moved;
}

}  // namespace spark_door
