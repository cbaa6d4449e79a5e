#include "lake/buckets_store.h"

#include "lake/netstrings.h"
#include "lake/refusals.h"

namespace lake {
namespace {

// Buckets from before there were locations have none, and mean their region.
Bucket read_bucket(const store::Row& row) {
  return {.id = row.integer(0),
          .name = row.text(1),
          .account = row.text(2),
          .region = row.text(3),
          .location = row.optional_text(5).value_or(row.text(3)),
          .created_at = base::from_micros(row.integer(4))};
}

#define BUCKET_COLUMNS "id, name, account, region, created_at, location"

}  // namespace

base::Result<Bucket> find_bucket(store::Connection& connection, std::string_view name) {
  store::Rows rows =
      TRY(connection.query("SELECT " BUCKET_COLUMNS " FROM lake_buckets WHERE name = ?1", {name}));
  if (!TRY(rows.next())) return no_such_bucket(name);
  return read_bucket(rows.row());
}

base::Result<std::int64_t> bucket_id(store::Connection& connection, const BucketRef& bucket) {
  store::Rows rows = TRY(connection.query("SELECT id FROM lake_buckets WHERE name = ?1", {bucket.name()}));
  if (!TRY(rows.next())) return no_such_bucket(bucket.name());
  const std::int64_t id = rows.row().integer(0);
  if (bucket.id().value_or(id) != id) return no_such_bucket(bucket.name());  // deleted, and made anew
  return id;
}

base::Result<std::int64_t> bucket_id(store::Connection& connection, const BucketRef& bucket,
                                     const std::optional<store::Sequence>& as_of) {
  // A lease reads a bucket that was deleted since: its rows are there until the lease ends.
  if (as_of && bucket.id()) return *bucket.id();
  return bucket_id(connection, bucket);
}

base::Result<std::vector<Bucket>> buckets_of(store::Connection& connection, std::string_view account) {
  std::vector<Bucket> buckets;
  store::Rows rows = TRY(connection.query(
      "SELECT " BUCKET_COLUMNS " FROM lake_buckets WHERE account = ?1 ORDER BY name", {account}));
  while (TRY(rows.next())) buckets.push_back(read_bucket(rows.row()));
  return buckets;
}

base::Result<std::int64_t> insert_bucket(store::Transaction& transaction, const Bucket& bucket) {
  TRY(transaction.execute(
      "INSERT INTO lake_buckets (name, account, region, created_at, location) VALUES (?1, ?2, ?3, ?4, ?5)",
      {bucket.name, bucket.account, bucket.region, base::to_micros(bucket.created_at), bucket.location}));
  return transaction.last_insert_id();
}

base::Result<Tags> tags_of_bucket(store::Connection& connection, std::int64_t id) {
  store::Rows rows = TRY(connection.query("SELECT tags FROM lake_buckets WHERE id = ?1", {id}));
  if (!TRY(rows.next()) || rows.row().is_null(0)) return Tags();
  return unpack_tags(rows.row().view(0));
}

base::Result<std::vector<TaggedBucket>> tagged_buckets_of(store::Connection& connection,
                                                          std::string_view account) {
  return connection.all("SELECT " BUCKET_COLUMNS
                        ", tags FROM lake_buckets WHERE account = ?1 AND tags IS NOT NULL ORDER BY name",
                        {account}, [](const store::Row& row) {
                          return TaggedBucket{.bucket = read_bucket(row), .tags = unpack_tags(row.view(6))};
                        });
}

base::Result<void> replace_bucket_tags(store::Transaction& transaction, std::int64_t id, const Tags& tags) {
  const std::string packed = pack_tags(tags);
  TRY(transaction.execute("UPDATE lake_buckets SET tags = ?2 WHERE id = ?1",
                          {id, tags.empty() ? store::Value(nullptr) : store::Value::blob(packed)}));
  return {};
}

base::Result<void> delete_bucket_row(store::Transaction& transaction, std::int64_t id) {
  TRY(transaction.execute("DELETE FROM lake_buckets WHERE id = ?1", {id}));
  return {};
}

}  // namespace lake
