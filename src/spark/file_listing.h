#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "spark/storage.h"

namespace spark_door {

// What a reader says of its files beside their format
// (https://spark.apache.org/docs/latest/sql-data-sources-generic-options.html).
struct FileQuery {
  std::vector<std::string> paths;        // files, folders, globs: s3://bucket/key, file:/path, /path
  std::optional<std::string> base_path;  // the folder whose subfolders are partitions
  std::string name_glob;                 // of files; empty: all
  bool recursive = false;                // subfolders are no partitions, and are read
  std::optional<base::Timestamp> modified_before, modified_after;  // files, and not at that time
};

struct FoundFile {
  std::string uri;
  std::string content_id;
  std::int64_t size = 0;
  std::size_t below = 0;  // where in the URI the part behind the folder that is read begins
  base::Timestamp modified_at;
  std::string scheme = {};  // by which the reader named the place: s3, s3a; empty: the URI's own

  std::string_view path_below() const { return std::string_view(uri).substr(below); }
};

// The files that a query means, as of the lease (those outside of the lake as of now), in the order of their
// paths. Hidden names are none (lake/hidden.h). A path where nothing is: PATH_NOT_FOUND.
base::Result<std::vector<FoundFile>> find_files(const FileQuery& query, const Storage& storage,
                                                const lake::Lease& lease, const std::stop_token& stop);

// A path as a URI, of S3 or local (`file:/...`); other schemes are refused by name.
base::Result<std::string> uri_of(const std::string& path);
bool is_s3(std::string_view uri);
// Of one that is local.
std::filesystem::path path_of(std::string_view uri);
// The scheme of a path; empty: it has none.
std::string_view scheme_of(std::string_view path);

}  // namespace spark_door
