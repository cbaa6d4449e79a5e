#include "spark/file_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/glob.h"
#include "engine/local_content.h"
#include "lake/data_objects.h"
#include "lake/hidden.h"
#include "spark/errors.h"

namespace spark_door {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFile = "file:";

base::Error not_found(std::string_view uri) {
  return base::refusal("PATH_NOT_FOUND", 400,
                       fmt::format("[PATH_NOT_FOUND] Path does not exist: {}. SQLSTATE: 42K03", uri));
}

std::string_view without_slashes(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// A path that may be a pattern: its leading folders, which are not, and how much of a file's path it matches.
// As many segments of the path are compared as the pattern has, so no * of it takes a slash in.
class Pattern {
 public:
  explicit Pattern(std::string_view text) : text_(without_slashes(text)) {
    const auto special = text_.find_first_of("*?[{\\");
    is_glob_ = special != text_.npos;
    const auto slash = text_.rfind('/', special);
    folder_ = !is_glob_ ? text_ : slash == text_.npos ? "" : text_.substr(0, slash);
    depth_ = static_cast<std::size_t>(std::ranges::count(text_, '/')) + 1;
  }

  bool is_glob() const { return is_glob_; }
  std::string_view folder() const { return folder_; }

  // Where in the path that part ends which the pattern matches: the path itself or a folder above it.
  std::optional<std::size_t> match(std::string_view path) const {
    std::size_t end = 0;
    for (std::size_t i = 0; i < depth_; ++i) {
      if (end == path.npos) return std::nullopt;
      end = path.find('/', i == 0 ? 0 : end + 1);
    }
    const std::string_view part = path.substr(0, end);
    if (!(is_glob_ ? base::glob_matches(text_, part) : text_ == part)) return std::nullopt;
    return part.size();
  }

 private:
  std::string_view text_;
  std::string_view folder_;
  bool is_glob_ = false;
  std::size_t depth_ = 0;  // in segments
};

class Finder {
 public:
  Finder(const FileQuery& query, const Storage& storage, const lake::Lease& lease,
         const std::stop_token& stop)
      : query_(query), storage_(storage), lease_(lease), stop_(stop) {}

  base::Result<std::vector<FoundFile>> find() {
    if (query_.base_path) base_ = std::string(without_slashes(TRY(uri_of(*query_.base_path)))) + "/";
    for (const std::string& path : query_.paths) {
      const std::string uri = TRY(uri_of(path));
      const std::size_t before = count_;
      scheme_ = is_s3(uri) ? scheme_of(path) : std::string_view();
      TRY(is_s3(uri) ? of_s3(uri) : of_disk(uri));
      if (count_ == before) return not_found(without_slashes(uri));
    }
    std::ranges::sort(files_, {}, &FoundFile::uri);
    const auto repeated = std::ranges::unique(files_, {}, &FoundFile::uri);  // paths may overlap
    files_.erase(repeated.begin(), repeated.end());
    return std::move(files_);
  }

 private:
  base::Result<void> of_s3(const std::string& uri) {
    const auto place = lake::S3Path::parse(uri);
    if (!place) return not_supported(fmt::format("the path '{}'", uri));
    const auto bucket = storage_.lake.bucket_of(storage_.scope.account, place->bucket);
    if (!bucket.ok()) return base::Error(bucket.error()).context(uri);
    const Pattern pattern(place->key);
    const std::string root = lake::s3_uri(place->bucket, "");
    const auto consider = [&](const lake::Object& object) {
      const auto matched = place->key.empty() ? std::optional<std::size_t>(0) : pattern.match(object.key);
      if (!matched) return;
      ++count_;
      // As S3 tells it.
      const auto modified_at = std::chrono::floor<std::chrono::seconds>(object.modified_at);
      add({.uri = lake::s3_uri(place->bucket, object.key),
           .content_id = object.content.str(),
           .size = object.size,
           .modified_at = modified_at},
          root.size() + *matched);
    };
    // S3 has no folders: a name may be an object, the prefix of others, or both, and then all are meant.
    if (!pattern.is_glob() && !place->key.empty() && !place->key.ends_with('/')) {
      const auto object = storage_.lake.head(*bucket, place->key, lease_.sequence());
      if (object.ok())
        consider(*object);
      else if (object.error().code != "NoSuchKey")
        return object.error();
    }
    const lake::S3Path folder = lake::S3Path{place->bucket, std::string(pattern.folder())}.folder();
    if (!pattern.is_glob() && TRY(holds_anything(*bucket, folder.key))) ++count_;
    return lake::for_each_data_object(storage_.lake, *bucket, folder, lease_, stop_, consider);
  }

  // A folder of hidden files only is there, though nothing in it is read.
  base::Result<bool> holds_anything(const lake::Bucket& bucket, const std::string& folder) {
    const lake::ListQuery one{.prefix = folder, .max_keys = 1, .as_of = lease_.sequence()};
    return !TRY(storage_.lake.list(bucket, one)).objects.empty();
  }

  base::Result<void> of_disk(const std::string& uri) {
    const Pattern pattern(std::string_view(uri).substr(kFile.size()));
    const fs::path top = pattern.folder().empty() ? "/" : fs::path(pattern.folder());
    std::error_code error;
    if (fs::is_regular_file(top, error)) return consider(top, top.string().size());
    if (!fs::is_directory(top, error)) return {};
    if (!pattern.is_glob()) ++count_;  // a folder is there, whatever is in it
    fs::recursive_directory_iterator walk(top, error), end;
    for (; !error && walk != end; walk.increment(error)) {
      if (stop_.stop_requested()) return base::refusal("Stopped", 409, "The listing was stopped.");
      const fs::path& path = walk->path();
      if (lake::is_hidden(path.filename().string())) {
        walk.disable_recursion_pending();
        continue;
      }
      if (!walk->is_regular_file(error)) continue;
      if (const auto matched = pattern.match(path.string())) TRY(consider(path, *matched));
    }
    if (error) return base::failure("reading {}: {}", top.string(), error.message());
    return {};
  }

  base::Result<void> consider(const fs::path& path, std::size_t matched) {
    std::error_code error;
    const auto size = static_cast<std::int64_t>(fs::file_size(path, error));
    if (error) return base::failure("reading {}: {}", path.string(), error.message());
    const auto changed_at = fs::last_write_time(path, error);
    if (error) return base::failure("reading {}: {}", path.string(), error.message());
    ++count_;
    const auto since = std::chrono::file_clock::to_sys(changed_at);
    add({.uri = fmt::format("{}{}", kFile, path.string()),
         .content_id = engine::local_content_id(path, size, changed_at),
         .size = size,
         .modified_at = std::chrono::time_point_cast<base::Timestamp::duration>(since)},
        kFile.size() + matched);
    return {};
  }

  // `matched`: the length of what the reader named of the URI.
  void add(FoundFile file, std::size_t matched) {
    const std::string_view uri = file.uri, name = uri.substr(uri.rfind('/') + 1);
    if (!query_.name_glob.empty() && !base::glob_matches(query_.name_glob, name)) return;
    if (query_.modified_before && file.modified_at >= *query_.modified_before) return;
    if (query_.modified_after && file.modified_at <= *query_.modified_after) return;
    file.below = matched == uri.size() ? uri.size() - name.size() : matched;
    if (file.below < uri.size() && uri[file.below] == '/') ++file.below;
    if (!base_.empty() && uri.starts_with(base_)) file.below = base_.size();
    file.scheme = scheme_;
    files_.push_back(std::move(file));
  }

  const FileQuery& query_;
  const Storage& storage_;
  const lake::Lease& lease_;
  const std::stop_token& stop_;
  std::string base_;         // with its slash; empty: each path is its own
  std::string_view scheme_;  // of the path that is looked at
  std::size_t count_ = 0;    // of what is there, whether its name is wanted or not
  std::vector<FoundFile> files_;
};

}  // namespace

bool is_s3(std::string_view uri) {
  return uri.starts_with("s3://");
}

fs::path path_of(std::string_view uri) {
  return uri.substr(kFile.size());
}

std::string_view scheme_of(std::string_view path) {
  const auto end = path.find("://");
  return end == path.npos ? std::string_view() : path.substr(0, end);
}

base::Result<std::string> uri_of(const std::string& path) {
  if (const auto place = lake::S3Path::parse(path)) return place->uri();
  std::string_view local = path;
  if (local.starts_with("file:")) {
    local.remove_prefix(kFile.size());
    if (local.starts_with("///")) local.remove_prefix(2);
  } else if (const auto colon = local.find("://"); colon != local.npos) {
    return not_supported(fmt::format("the file system of '{}'", path));
  }
  if (local.empty())
    return base::refusal("INVALID_EMPTY_LOCATION", 400,
                         "[INVALID_EMPTY_LOCATION] The location name cannot be empty string, but `` was "
                         "given. SQLSTATE: 42K05");
  return fmt::format("{}{}", kFile, without_slashes(fs::absolute(local).lexically_normal().string()));
}

base::Result<std::vector<FoundFile>> find_files(const FileQuery& query, const Storage& storage,
                                                const lake::Lease& lease, const std::stop_token& stop) {
  return Finder(query, storage, lease, stop).find();
}

}  // namespace spark_door
