#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/glue/bookmark.h"
#include "services/glue/scope.h"
#include "store/journal.h"

namespace services::glue {

// One version of a job's bookmark: what a successful run (or a reset) made of it.
struct BookmarkRow {
  std::int64_t id = 0;  // given by add(); never used twice, so it tells whether a bookmark has moved
  int version = 0;      // rises with every update
  int run = 0;          // with every successful run
  int attempt = 0;      // of that run
  std::string run_id;
  std::optional<std::string> previous_run_id;
  BookmarkStates states;
};

// The rows of bookmarks. Every version is kept, so that a job can be rewound to the state after any run.
class BookmarksStore {
 public:
  static store::Schema schema();

  static base::Result<std::optional<BookmarkRow>> newest(store::Connection& journal, const Scope& scope,
                                                         std::string_view job);
  // As it was after that run.
  static base::Result<std::optional<BookmarkRow>> after_run(store::Connection& journal, const Scope& scope,
                                                            std::string_view job, std::string_view run_id);
  static base::Result<void> add(store::Transaction& journal, const Scope& scope, std::string_view job,
                                const BookmarkRow& row);
  static base::Result<void> remove(store::Transaction& journal, const Scope& scope, std::string_view job);
};

}  // namespace services::glue
