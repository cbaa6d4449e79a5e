#include "services/glue/visual/source_reader.h"

#include <algorithm>

#include "base/glob.h"
#include "lake/hidden.h"
#include "services/glue/visual/s3_path.h"

namespace services::glue::visual {
namespace {

constexpr int kPageOfKeys = 10'000;

// Glue's sources keep Hadoop's rule of hidden names, and the markers that stand for folders are no data.
bool is_data(std::string_view path) {
  return !path.empty() && !path.ends_with('/') && !path.ends_with("_$folder$") && !lake::is_hidden(path);
}

// The part of a key behind the folder; of a key that the source names itself, its last name.
std::string_view path_below(std::string_view key, const std::string& folder) {
  return key.starts_with(folder) ? key.substr(folder.size())
                                 : key.substr(key.rfind('/') + 1);  // npos + 1 is 0
}

bool is_excluded(const std::string& uri, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return base::glob_matches(pattern, uri); });
}

// How many of the objects one run takes.
std::size_t bounded(const std::vector<SourceObject>& objects, const SourceReader::Query& query) {
  std::int64_t bytes = 0;
  for (std::size_t count = 0; count < objects.size(); ++count) {
    bytes += objects[count].size;
    if (query.max_files && static_cast<std::int64_t>(count) >= *query.max_files) return count;
    if (query.max_bytes && count > 0 && bytes > *query.max_bytes) return count;
  }
  return objects.size();
}

}  // namespace

BookmarkPosition SourceReader::after() const {
  if (!window_) return {};
  const auto found = window_->after.find(context_);
  return found == window_->after.end() ? BookmarkPosition{} : found->second;
}

bool SourceReader::is_wanted(const SourceObject& object) const {
  if (!window_) return true;
  if (after().covers(object.sequence, object.uri)) return false;
  if (!window_->until) return true;
  const auto until = window_->until->find(context_);
  return until != window_->until->end() && until->second.covers(object.sequence, object.uri);
}

base::Result<void> SourceReader::check_stop() const {
  if (!stop_.stop_requested()) return {};
  return base::refusal("Stopped", 409, "The run was stopped while it looked at what there is to read.");
}

base::Result<base::Fd> SourceReader::open(const SourceObject& object) {
  TRY(check_stop());
  return lake_.open_content(object.content);
}

base::Result<std::vector<SourceObject>> SourceReader::find(const Query& query) {
  TRY(check_stop());
  std::vector<SourceObject> objects;
  const BookmarkPosition position = after();
  // A commit whose objects were taken in part is looked at once more.
  const store::Sequence newer_than = position.last_uri.empty() ? position.sequence : position.sequence - 1;
  for (std::size_t path = 0; path < query.paths.size(); ++path) TRY(list(path, query, newer_than, objects));

  const auto order = [](const SourceObject& object) {
    return std::tie(object.sequence, object.uri, object.place);
  };
  std::sort(objects.begin(), objects.end(),
            [&](const SourceObject& a, const SourceObject& b) { return order(a) < order(b); });
  // Paths may overlap.
  const auto same = [&](const SourceObject& a, const SourceObject& b) {
    return a.uri == b.uri && !query.for_each_path;
  };
  objects.erase(std::unique(objects.begin(), objects.end(), same), objects.end());

  BookmarkPosition read{.sequence = lease_.sequence(), .read_at = now_};
  if (const std::size_t count = bounded(objects, query); count < objects.size()) {
    objects.resize(count);
    read = count == 0 ? position : BookmarkPosition{objects.back().sequence, objects.back().uri, now_};
  }
  states_[context_] = read;
  return objects;
}

base::Result<void> SourceReader::list(std::size_t index, const Query& query, store::Sequence newer_than,
                                      std::vector<SourceObject>& objects) {
  const std::string& path = query.paths[index];
  const lake::S3Path place = TRY(parse_s3_path(path));
  const std::string folder = place.folder().key;
  const auto consider = [&](const lake::Object& object) {
    SourceObject found{lake::s3_uri(place.bucket, object.key), object.content, object.size, object.sequence};
    const std::string_view below = path_below(object.key, folder);
    found.place = index;
    found.below = found.uri.size() - below.size();
    if (object.size == 0 && !query.with_empty) return;
    if (!query.recurse && below.find('/') != below.npos) return;
    if (is_data(below) && is_wanted(found) && !is_excluded(found.uri, query.exclusions))
      objects.push_back(std::move(found));
  };

  const auto bucket = lake_.bucket_of(account_, place.bucket);
  if (!bucket.ok()) return base::Error(bucket.error()).context(path);

  // The path may name one object; what else starts with the same letters is not meant.
  if (!place.key.empty() && !place.key.ends_with('/')) {
    const lake::ListQuery one{.prefix = place.key, .max_keys = 1, .as_of = lease_.sequence()};
    for (const lake::Object& object : TRY(lake_.list(*bucket, one)).objects)
      if (object.key == place.key) consider(object);
  }
  if (newer_than > 0) return each_change(*bucket, folder, newer_than, consider);
  lake::ListQuery page{.prefix = folder, .max_keys = kPageOfKeys, .as_of = lease_.sequence()};
  if (!query.recurse) page.delimiter = "/";
  while (true) {
    lake::Listing listing = TRY(lake_.list(*bucket, page));
    for (const lake::Object& object : listing.objects) consider(object);
    if (!listing.truncated) return {};
    page.start_after = std::move(listing.next);
  }
}

base::Result<void> SourceReader::each_change(const lake::Bucket& bucket, const std::string& folder,
                                             store::Sequence newer_than,
                                             const std::function<void(const lake::Object&)>& consider) {
  lake::ChangesQuery page{.prefix = folder, .as_of = lease_.sequence(), .after = {.sequence = newer_than}};
  while (true) {
    const lake::Changes changes = TRY(lake_.changes(bucket, page));
    for (const lake::Object& object : changes.objects) consider(object);
    if (!changes.truncated) return {};
    page.after = changes.next;
  }
}

void SourceReader::pin(const std::vector<SourceObject>& objects, const FolderColumns& folders) {
  plan::PinnedInput& input = inputs_.emplace_back();
  input.set_plan_id(plan_id_);
  for (const std::string& name : folders.names) input.add_partition_columns(name);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    plan::PinnedObject& pinned = *input.add_objects();
    pinned.set_uri(objects[i].uri);
    pinned.set_content_id(objects[i].content.str());
    pinned.set_size(objects[i].size);
    if (folders.names.empty()) continue;
    for (const std::optional<std::string>& value : folders.values[i]) {
      plan::PartitionValue& added = *pinned.add_partition_values();
      if (value) added.set_value(*value);
    }
  }
}

base::Result<std::vector<Field>> SourceReader::describe(std::string_view format,
                                                        const plan::Options& options) {
  TRY(check_stop());
  return visual::describe(plan::read(format, "", options, plan_id_), {}, {inputs_.back()}, run_aside_);
}

}  // namespace services::glue::visual
