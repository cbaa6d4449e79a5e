#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/hive_folders.h"
#include "lake/lake.h"
#include "plan/program.pb.h"
#include "services/glue/bookmark.h"
#include "services/glue/visual/catalog_tables.h"
#include "services/glue/visual/frame.h"
#include "services/glue/visual/question.h"

namespace services::glue::visual {

// One object that a source reads, as the run's lease sees it.
struct SourceObject {
  std::string uri;  // s3://bucket/key
  lake::ContentId content;
  std::int64_t size = 0;
  store::Sequence sequence = 0;
  std::size_t place = 0;  // which of the query's paths it was found below
  std::size_t below = 0;  // where in the URI the part behind the source's path begins

  std::string_view path_below() const { return std::string_view(uri).substr(below); }
};

using lake::FolderColumns;

// What the sources of one run read: finds their objects under the run's lease and within the bookmark's
// window, pins them in the program, and notes how far that is. One run, one thread; the lake's errors pass
// through. A stop request ends it between one object and the next (code "Stopped").
class SourceReader {
 public:
  struct Query {
    std::vector<std::string> paths;
    bool recurse = false;
    bool with_empty = true;               // objects of no bytes too
    bool for_each_path = false;           // an object below two of the paths is read for both
    std::vector<std::string> exclusions;  // globs over whole URIs
    std::optional<std::int64_t> max_files;
    std::optional<std::int64_t> max_bytes;  // at least one file is always taken
  };

  // `window`: nothing when the job keeps no bookmark.
  SourceReader(lake::Lake& lake, std::string account, const lake::Lease& lease,
               const std::optional<BookmarkWindow>& window, base::Timestamp now, CatalogTables& tables,
               RunAside run_aside, std::stop_token stop = {})
      : lake_(lake),
        account_(std::move(account)),
        lease_(lease),
        window_(window),
        now_(now),
        tables_(tables),
        run_aside_(std::move(run_aside)),
        stop_(std::move(stop)) {}

  // Which source is about to read. Its plan id and its transformation_ctx are the step's.
  void enter(std::int64_t plan_id, std::string context) {
    plan_id_ = plan_id;
    context_ = std::move(context);
  }
  std::int64_t plan_id() const { return plan_id_; }

  CatalogTables& tables() { return tables_; }
  const RunAside& run_aside() const { return run_aside_; }  // what depends on rows is found out by it

  // The objects to read, in the order in which they became visible.
  base::Result<std::vector<SourceObject>> find(const Query& query);
  void pin(const std::vector<SourceObject>& objects, const FolderColumns& folders = {});
  // The columns that the files which were pinned last have, those of their folders last.
  base::Result<std::vector<Field>> describe(std::string_view format, const plan::Options& options);
  base::Result<base::Fd> open(const SourceObject& object);

  const std::vector<plan::PinnedInput>& inputs() const { return inputs_; }
  const BookmarkStates& states() const { return states_; }  // how far each source is read by this run

 private:
  base::Result<void> list(std::size_t path, const Query& query, store::Sequence newer_than,
                          std::vector<SourceObject>& objects);
  base::Result<void> each_change(const lake::Bucket& bucket, const std::string& folder,
                                 store::Sequence newer_than,
                                 const std::function<void(const lake::Object&)>& consider);
  bool is_wanted(const SourceObject& object) const;
  BookmarkPosition after() const;
  base::Result<void> check_stop() const;

  lake::Lake& lake_;
  const std::string account_;  // whose buckets it reads
  const lake::Lease& lease_;
  const std::optional<BookmarkWindow>& window_;
  const base::Timestamp now_;
  CatalogTables& tables_;
  const RunAside run_aside_;
  const std::stop_token stop_;
  std::int64_t plan_id_ = 0;
  std::string context_;
  std::vector<plan::PinnedInput> inputs_;
  BookmarkStates states_;
};

}  // namespace services::glue::visual
