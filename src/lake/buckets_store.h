#pragma once

#include <string_view>
#include <vector>

#include "lake/types.h"
#include "store/journal.h"

namespace lake {

base::Result<Bucket> find_bucket(store::Connection& connection, std::string_view name);  // or NoSuchBucket
base::Result<std::int64_t> bucket_id(store::Connection& connection, const BucketRef& bucket);  // likewise

// As bucket_id(); a bucket that was looked up has its rows as of a lease even when it is gone by now.
base::Result<std::int64_t> bucket_id(store::Connection& connection, const BucketRef& bucket,
                                     const std::optional<store::Sequence>& as_of);
base::Result<std::vector<Bucket>> buckets_of(store::Connection& connection, std::string_view account);
base::Result<std::int64_t> insert_bucket(store::Transaction& transaction, const Bucket& bucket);
base::Result<Tags> tags_of_bucket(store::Connection& connection, std::int64_t id);
base::Result<std::vector<TaggedBucket>> tagged_buckets_of(store::Connection& connection,
                                                          std::string_view account);
base::Result<void> replace_bucket_tags(store::Transaction& transaction, std::int64_t id, const Tags& tags);
base::Result<void> delete_bucket_row(store::Transaction& transaction, std::int64_t id);

}  // namespace lake
