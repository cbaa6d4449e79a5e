#include "lake/changes_store.h"

#include <algorithm>

namespace lake {
namespace {

struct Change {
  ChangePosition position;
  std::optional<Object> object;  // nothing: looked at, and not wanted
};

class ChangesFinder {
 public:
  ChangesFinder(store::Connection& connection, std::int64_t bucket, const ChangesQuery& query)
      : connection_(connection), bucket_(bucket), query_(query), until_(after_prefix(query.prefix)) {}

  base::Result<Changes> find() {
    TRY(read(kSettledChanges, query_.after.sequence, query_.after.row));
    TRY(read_unsettled_commits());
    std::ranges::sort(changes_, {}, &Change::position);
    Changes page{.truncated = changes_.size() > limit()};
    if (page.truncated) changes_.resize(limit());
    for (Change& change : changes_) {
      page.next = change.position;
      if (change.object) page.objects.push_back(*std::move(change.object));
    }
    return page;
  }

 private:
  std::size_t limit() const { return static_cast<std::size_t>(query_.max_rows); }

  // Each half gives one row more than a page holds, so that the first of both are among them.
  base::Result<void> read(std::string_view sql, std::int64_t first, std::int64_t row) {
    store::Rows rows = TRY(connection_.query(
        sql, {bucket_, first, row, query_.as_of, query_.max_rows + 1, query_.prefix, key_bound(until_)}));
    while (TRY(rows.next())) {
      Change change{.position = {.sequence = rows.row().integer(8), .row = rows.row().integer(9)},
                    .object = {}};
      if (rows.row().integer(10) != 0) change.object = read_listed(rows.row());
      changes_.push_back(std::move(change));
    }
    return {};
  }

  base::Result<void> read_unsettled_commits() {
    const auto commits =
        TRY(connection_.all(kUnsettledCommits, {query_.after.sequence, query_.as_of},
                            [](const store::Row& row) { return std::pair(row.integer(0), row.integer(1)); }));
    for (const auto& [commit, sequence] : commits)
      TRY(read(kStagedChanges, commit, sequence == query_.after.sequence ? query_.after.row : 0));
    return {};
  }

  store::Connection& connection_;
  const std::int64_t bucket_;
  const ChangesQuery& query_;
  const std::optional<std::string> until_;
  std::vector<Change> changes_;
};

}  // namespace

base::Result<Changes> find_changes(store::Connection& connection, std::int64_t bucket,
                                   const ChangesQuery& query) {
  return ChangesFinder(connection, bucket, query).find();
}

}  // namespace lake
