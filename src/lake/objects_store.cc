#include "lake/objects_store.h"

#include "base/text.h"
#include "lake/netstrings.h"

namespace lake {
namespace {

// A row of a published commit that is not settled begins with it.
#define OBJECT_COLUMNS LISTED_COLUMNS ", o.content_type, o.system_metadata, o.user_metadata, o.parts, o.tags"

// The rows of ?1 bucket, ?2 <= key < ?3, as ?4 sees them; of one key the newest last. A staged row has no
// begin, neither of its own nor of its commit, and no comparison holds for NULL.
constexpr std::string_view kScan =
    "SELECT " LISTED_COLUMNS
    " FROM lake_objects o LEFT JOIN lake_commits c ON c.id = o.commit_id"
    " WHERE o.bucket = ?1 AND o.key >= ?2 AND o.key < ?3"
    " AND COALESCE(o.begin_sequence, c.sequence) <= ?4 AND (o.end_sequence IS NULL OR o.end_sequence > ?4)"
    " ORDER BY o.key, 9, o.id";

// The row that ?1 bucket and ?2 key name, as ?3 sees it.
#define NAMED_ROW                                                                                         \
  " FROM lake_objects o LEFT JOIN lake_commits c ON c.id = o.commit_id"                                   \
  " WHERE o.bucket = ?1 AND o.key = ?2"                                                                   \
  " AND COALESCE(o.begin_sequence, c.sequence) <= ?3 AND (o.end_sequence IS NULL OR o.end_sequence > ?3)" \
  " ORDER BY COALESCE(o.begin_sequence, c.sequence) DESC, o.id DESC LIMIT 1"

constexpr std::string_view kFind = "SELECT " OBJECT_COLUMNS NAMED_ROW;
constexpr std::string_view kReplaceTags =
    "UPDATE lake_objects SET tags = ?4 WHERE id = (SELECT o.id" NAMED_ROW ")";

std::string pack_parts(const std::vector<ObjectPart>& parts) {
  std::vector<std::string> texts;
  for (const ObjectPart& part : parts) {
    texts.push_back(std::to_string(part.size));
    texts.push_back(part.checksum);
  }
  return pack(texts);
}

std::vector<ObjectPart> unpack_parts(std::string_view packed) {
  std::vector<ObjectPart> parts;
  const std::vector<std::string> texts = unpack(packed);
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
    parts.push_back({.size = base::parse_int(texts[i]).value_or(0), .checksum = texts[i + 1]});
  return parts;
}

}  // namespace

Object read_listed(const store::Row& row) {
  Object object{.key = row.text(0),
                .content = ContentId(row.text(1)),
                .size = row.integer(2),
                .etag = row.text(3),
                .modified_at = base::from_micros(row.integer(7)),
                .sequence = row.integer(8)};
  if (!row.is_null(4)) {
    object.checksum = Checksum{.algorithm = row.text(4), .value = row.text(5)};
    if (const auto parts = row.optional_integer(6)) object.checksum->parts = static_cast<int>(*parts);
  }
  return object;
}

// By bytes, as SQLite compares texts; so it need not be UTF-8 that comes out.
std::optional<std::string> after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (prefix.empty()) return std::nullopt;
  ++prefix.back();
  return prefix;
}

store::Value key_bound(const std::optional<std::string>& until) {
  return until ? store::Value(*until) : store::Value::blob("");
}

base::Result<VisibleObjects> VisibleObjects::scan(store::Connection& connection, const ObjectRange& range) {
  return VisibleObjects(
      TRY(connection.query(kScan, {range.bucket, range.from, key_bound(range.until), range.as_of})));
}

// One row ahead: only the next key tells that a row was the last of its own.
base::Result<std::optional<Object>> VisibleObjects::next() {
  if (position_ == Position::BeforeRow) TRY(step());
  if (position_ == Position::End) return std::nullopt;
  Object object = read_listed(rows_.row());
  for (TRY(step()); position_ == Position::AtRow && rows_.row().view(0) == object.key; TRY(step()))
    object = read_listed(rows_.row());
  return object;
}

base::Result<void> VisibleObjects::step() {
  position_ = TRY(rows_.next()) ? Position::AtRow : Position::End;
  return {};
}

base::Result<std::optional<Object>> find_object(store::Connection& connection, std::int64_t bucket,
                                                std::string_view key, store::Sequence as_of) {
  store::Rows rows = TRY(connection.query(kFind, {bucket, key, as_of}));
  if (!TRY(rows.next())) return std::nullopt;
  const store::Row& row = rows.row();
  Object object = read_listed(row);
  object.properties = {.content_type = row.text(10),
                       .system_metadata = unpack_map(row.view(11)),
                       .user_metadata = unpack_map(row.view(12)),
                       .tags = unpack_tags(row.view(14))};
  object.parts = unpack_parts(row.view(13));
  return object;
}

// Visible rows alone: those of an open commit are not the key's object yet, and a later publication puts them
// above what was written meanwhile.
base::Result<std::int64_t> end_object(store::Transaction& transaction, std::int64_t bucket,
                                      std::string_view key) {
  return transaction.execute(
      "UPDATE lake_objects SET end_sequence = ?3 WHERE bucket = ?1 AND key = ?2 AND end_sequence IS NULL"
      " AND (begin_sequence IS NOT NULL"
      "      OR commit_id IN (SELECT id FROM lake_commits WHERE sequence IS NOT NULL))",
      {bucket, key, transaction.sequence()});
}

// In the row itself, for tags are no version: a lease sees the new ones, too.
base::Result<std::int64_t> replace_tags(store::Transaction& transaction, std::int64_t bucket,
                                        std::string_view key, const Tags& tags) {
  const std::string packed = pack_tags(tags);
  return transaction.execute(kReplaceTags, {bucket, key, kNewest, store::Value::blob(packed)});
}

base::Result<void> insert_object(store::Transaction& transaction, std::int64_t bucket, const Object& object,
                                 std::optional<CommitId> commit) {
  const std::optional<store::Sequence> begin = commit ? std::nullopt : std::optional(transaction.sequence());
  const std::string system_metadata = pack_map(object.properties.system_metadata);
  const std::string user_metadata = pack_map(object.properties.user_metadata);
  const std::string parts = pack_parts(object.parts);
  const std::string tags = pack_tags(object.properties.tags);
  const Checksum checksum = object.checksum.value_or(Checksum{});
  const auto or_null = [&](store::Value value) { return object.checksum ? value : store::Value(nullptr); };
  TRY(transaction.execute(
      "INSERT INTO lake_objects (bucket, key, commit_id, begin_sequence, content, size, etag, "
      "checksum_algorithm, checksum,"
      " checksum_parts, content_type, system_metadata, user_metadata, modified_at, parts, tags)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
      {bucket, object.key, commit, begin, object.content.str(), object.size, object.etag,
       or_null(checksum.algorithm), or_null(store::Value::blob(checksum.value)), checksum.parts,
       object.properties.content_type, store::Value::blob(system_metadata), store::Value::blob(user_metadata),
       base::to_micros(object.modified_at), store::Value::blob(parts), store::Value::blob(tags)}));
  return {};
}

}  // namespace lake
