#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/fd.h"
#include "lake/shared_sync.h"
#include "lake/types.h"
#include "store/journal.h"

namespace lake {

// The files that hold the bytes of objects and parts: DATA/lake/<segment>/<number>.
//
// A file exists before the row that names it, so a crash can leave files that nothing names. To find them
// without looking at every file, contents are created in segments of kSegmentSize: a journal row stands for a
// segment from before its first file until each of its contents was named by a durable row or removed. A
// start therefore sweeps the few segments that still have a row, and a put pays nothing for it: one fsync of
// the file, one of the folder (which concurrent puts share, as they write into the same segment), one journal
// commit. Thread-safe.
class ContentFolder {
 public:
  static constexpr int kSegmentSize = 4096;

  ContentFolder(std::filesystem::path folder, store::Journal& journal)
      : folder_(std::move(folder)), journal_(journal) {}

  struct Created {
    ContentId id;
    base::Fd file;
  };
  base::Result<Created> create();
  base::Result<base::Fd> open(const ContentId& id, int flags) const;

  // Makes the names of these contents durable: each folder is synced once.
  base::Result<void> sync_names(std::span<const ContentId> ids);

  // What became of created contents: a durable row names them, or nothing ever will and the files go.
  void named(std::span<const ContentId> ids);
  void discard(std::span<const ContentId> ids);

  // Removes files whose rows are gone, durably.
  base::Result<void> remove(std::span<const ContentId> ids);

  // Segments that are full and all of whose contents are accounted for; each is given once.
  std::vector<std::int64_t> take_finished_segments();

  // The contents found in a segment's folder, and the removal of the folder if it is empty.
  base::Result<std::vector<ContentId>> list_segment(std::int64_t number) const;
  base::Result<void> sync_segment(std::int64_t number) const;
  void remove_empty_segment(std::int64_t number) const;

 private:
  struct Segment {
    Segment(std::int64_t number, const std::filesystem::path& folder) : number(number), names(folder) {}
    const std::int64_t number;
    SharedSync names;
    int created = 0;
    int pending = 0;  // created and not yet accounted for
  };

  std::filesystem::path segment_folder(std::int64_t number) const;
  std::filesystem::path path(const ContentId& id) const;
  base::Result<void> open_segment();  // under mutex_
  void account(std::span<const ContentId> ids);

  const std::filesystem::path folder_;
  store::Journal& journal_;
  std::mutex mutex_;
  std::shared_ptr<Segment> current_;                       // shared with those who sync its folder
  std::map<std::int64_t, std::shared_ptr<Segment>> open_;  // not yet finished, current_ among them
  std::vector<std::int64_t> finished_;
};

}  // namespace lake
