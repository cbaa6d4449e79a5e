#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "lake/types.h"
#include "store/journal.h"

namespace lake {

inline constexpr store::Sequence kNewest = std::numeric_limits<store::Sequence>::max();

// Which versions of which keys a scan sees: keys in [from, until), no `until`: to the end.
struct ObjectRange {
  std::int64_t bucket = 0;
  std::string from;
  std::optional<std::string> until;
  store::Sequence as_of = kNewest;
};

// The least text that is greater than every text with this prefix; nothing: there is none.
std::optional<std::string> after_prefix(std::string prefix);

// An end of keys as a statement takes it. In SQLite every blob is greater than every text, so an empty blob
// is the end of all keys.
store::Value key_bound(const std::optional<std::string>& until);

// The first columns of any statement that lists objects.
#define LISTED_COLUMNS                                                                                    \
  "o.key, o.content, o.size, o.etag, o.checksum_algorithm, o.checksum, o.checksum_parts, o.modified_at, " \
  "COALESCE(o.begin_sequence, c.sequence), o.id"
Object read_listed(const store::Row& row);

// The visible objects of a range in key order, one for each key, without properties and parts. A key can have
// several visible rows for a while, until a published commit is settled; the one that became visible last is
// the object.
class VisibleObjects {
 public:
  static base::Result<VisibleObjects> scan(store::Connection& connection, const ObjectRange& range);
  base::Result<std::optional<Object>> next();

 private:
  explicit VisibleObjects(store::Rows rows) : rows_(std::move(rows)) {}
  base::Result<void> step();

  store::Rows rows_;
  enum class Position { BeforeRow, AtRow, End } position_ = Position::BeforeRow;  // AtRow: of the next key
};

base::Result<std::optional<Object>> find_object(store::Connection& connection, std::int64_t bucket,
                                                std::string_view key, store::Sequence as_of = kNewest);

// Ends what the key names with this commit; gives how many rows that were.
base::Result<std::int64_t> end_object(store::Transaction& transaction, std::int64_t bucket,
                                      std::string_view key);

// Gives what the key names other tags; gives how many rows that were: none or one.
base::Result<std::int64_t> replace_tags(store::Transaction& transaction, std::int64_t bucket,
                                        std::string_view key, const Tags& tags);

// A new row: visible from this commit, or, with a commit id, once that commit is published.
base::Result<void> insert_object(store::Transaction& transaction, std::int64_t bucket, const Object& object,
                                 std::optional<CommitId> commit = {});

}  // namespace lake
