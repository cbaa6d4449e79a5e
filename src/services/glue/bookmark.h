#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "store/connection.h"

namespace services::glue {

// How far a job has read one source. Objects are read in the order in which they became visible (the commit's
// sequence, then the URI), not by LastModified: what a slow multipart upload makes visible late is new then,
// and is never skipped.
struct BookmarkPosition {
  store::Sequence sequence = 0;  // all that earlier commits made visible is read
  std::string last_uri;          // of this commit, up to here; empty: all of it
  base::Timestamp read_at;       // when the run looked; what AWS's shape of a bookmark shows

  bool covers(store::Sequence object_sequence, std::string_view uri) const {
    if (object_sequence != sequence) return object_sequence < sequence;
    return last_uri.empty() || uri <= last_uri;
  }
  bool operator==(const BookmarkPosition&) const = default;
};

// By transformation_ctx.
using BookmarkStates = std::map<std::string, BookmarkPosition>;

// What a run may read of each source: what `after` does not cover and, when there is one, `until` does.
struct BookmarkWindow {
  BookmarkStates after;
  std::optional<BookmarkStates> until;
};

std::string encode_states(const BookmarkStates& states);  // JSON
base::Result<BookmarkStates> decode_states(std::string_view json);

}  // namespace services::glue
