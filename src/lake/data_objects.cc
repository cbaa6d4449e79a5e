#include "lake/data_objects.h"

#include "lake/hidden.h"

namespace lake {
namespace {

constexpr int kPageOfKeys = 10'000;

// Markers of folders are no data: the console's `folder/` and Hadoop's folder_$folder$.
bool is_data(std::string_view path_below) {
  return !path_below.empty() && !path_below.ends_with('/') && !path_below.ends_with("_$folder$") &&
         !is_hidden(path_below);
}

}  // namespace

base::Result<void> for_each_data_object(Lake& lake, const Bucket& bucket, const S3Path& folder,
                                        const Lease& lease, const std::stop_token& stop,
                                        const std::function<void(const Object&)>& visit) {
  ListQuery page{.prefix = folder.key, .max_keys = kPageOfKeys, .as_of = lease.sequence()};
  // A page a transaction, so that no snapshot is held while the visitor works; the lease makes one view of
  // them.
  while (true) {
    if (stop.stop_requested())
      return base::refusal("Stopped", 409, "The run was stopped while it looked at what there is to read.");
    Listing listing = TRY(lake.list(bucket, page));
    for (const Object& object : listing.objects)
      if (is_data(std::string_view(object.key).substr(folder.key.size()))) visit(object);
    if (!listing.truncated) return {};
    page.start_after = std::move(listing.next);
  }
}

}  // namespace lake
