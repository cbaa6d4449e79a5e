#include "lake/contents.h"

#include <fcntl.h>

#include <set>

#include "base/file.h"
#include "base/log.h"
#include "lake/segments_store.h"

namespace lake {
namespace {

ContentId make_id(std::int64_t segment, int number) {
  return ContentId(fmt::format("{:x}-{:x}", segment, number));
}

// The segment of an id that we made; nothing: we did not make it. An id becomes a path, so nothing passes but
// two hexadecimal numbers and a dash.
std::optional<std::int64_t> segment_of(const ContentId& id) {
  const std::size_t dash = id.str().find('-');
  if (dash == std::string::npos || dash == 0 || dash > 15) return std::nullopt;
  if (id.str().find_first_not_of("0123456789abcdef-") != std::string::npos) return std::nullopt;
  if (id.str().find('-', dash + 1) != std::string::npos || dash + 1 == id.str().size()) return std::nullopt;
  return static_cast<std::int64_t>(std::stoll(id.str().substr(0, dash), nullptr, 16));
}

}  // namespace

std::filesystem::path ContentFolder::segment_folder(std::int64_t number) const {
  return folder_ / fmt::format("{:x}", number);
}

std::filesystem::path ContentFolder::path(const ContentId& id) const {
  const std::size_t dash = id.str().find('-');
  return folder_ / id.str().substr(0, dash) / id.str().substr(dash + 1);
}

base::Result<void> ContentFolder::open_segment() {
  const std::int64_t number =
      TRY(journal_.write([](store::Transaction& transaction) { return insert_segment(transaction); }));
  TRY(base::create_folders(segment_folder(number)));
  current_ = std::make_shared<Segment>(number, segment_folder(number));
  open_.emplace(number, current_);
  return {};
}

base::Result<ContentFolder::Created> ContentFolder::create() {
  std::unique_lock lock(mutex_);
  if (!current_ || current_->created == kSegmentSize) TRY(open_segment());
  const ContentId id = make_id(current_->number, current_->created);
  ++current_->created;
  ++current_->pending;
  lock.unlock();
  // Outside of the lock: only the number needed it.
  auto file = base::open_file(path(id), O_RDWR | O_CREAT | O_EXCL);
  if (!file.ok()) {
    account({&id, 1});
    return std::move(file).error();
  }
  return Created{.id = id, .file = std::move(file).value()};
}

base::Result<base::Fd> ContentFolder::open(const ContentId& id, int flags) const {
  if (!segment_of(id)) return base::failure("no content has the id `{}`", id.str());
  return base::open_file(path(id), flags);
}

base::Result<void> ContentFolder::sync_names(std::span<const ContentId> ids) {
  std::set<std::shared_ptr<Segment>> segments;
  {
    std::lock_guard lock(mutex_);
    for (const ContentId& id : ids) {
      const auto number = segment_of(id);
      const auto found = number ? open_.find(*number) : open_.end();
      if (found == open_.end()) return base::failure("content `{}` was not created here", id.str());
      segments.insert(found->second);
    }
  }
  for (const auto& segment : segments) TRY(segment->names.sync());
  return {};
}

void ContentFolder::named(std::span<const ContentId> ids) {
  account(ids);
}

// Without a sync: a power cut may bring the file back, and the sweep of its segment, which has its row still,
// removes it again.
void ContentFolder::discard(std::span<const ContentId> ids) {
  for (const ContentId& id : ids) {
    if (segment_of(id) && ::unlink(path(id).c_str()) != 0 && errno != ENOENT)
      spdlog::warn("a content that is not needed stays until the next start: {}: {}", path(id).string(),
                   strerror(errno));
  }
  account(ids);
}

void ContentFolder::account(std::span<const ContentId> ids) {
  std::lock_guard lock(mutex_);
  for (const ContentId& id : ids) {
    const auto found = open_.find(segment_of(id).value_or(-1));
    if (found == open_.end()) continue;  // of an earlier start: the sweep accounts for it
    Segment& segment = *found->second;
    --segment.pending;
    if (segment.pending > 0 || segment.created < kSegmentSize) continue;
    finished_.push_back(segment.number);
    if (current_ == found->second) current_.reset();
    open_.erase(found);
  }
}

base::Result<void> ContentFolder::remove(std::span<const ContentId> ids) {
  std::set<std::int64_t> segments;
  for (const ContentId& id : ids) {
    if (::unlink(path(id).c_str()) != 0 && errno != ENOENT)
      return base::errno_failure("removing {}", path(id).string());
    segments.insert(segment_of(id).value_or(-1));
  }
  // Durable before the caller forgets the rows, which nobody could find the files by otherwise.
  for (const std::int64_t number : segments) {
    TRY(sync_segment(number));
    std::lock_guard lock(mutex_);
    if (!open_.contains(number)) remove_empty_segment(number);
  }
  return {};
}

std::vector<std::int64_t> ContentFolder::take_finished_segments() {
  std::lock_guard lock(mutex_);
  return std::exchange(finished_, {});
}

base::Result<std::vector<ContentId>> ContentFolder::list_segment(std::int64_t number) const {
  std::error_code error;
  std::vector<ContentId> ids;
  std::filesystem::directory_iterator entry(segment_folder(number), error);
  if (error == std::errc::no_such_file_or_directory) return ids;
  while (!error && entry != std::filesystem::directory_iterator()) {
    ids.emplace_back(fmt::format("{:x}-{}", number, entry->path().filename().string()));
    entry.increment(error);
  }
  if (error) return base::failure("listing {}: {}", segment_folder(number).string(), error.message());
  return ids;
}

base::Result<void> ContentFolder::sync_segment(std::int64_t number) const {
  if (::access(segment_folder(number).c_str(), F_OK) != 0 && errno == ENOENT) return {};
  return base::sync_folder(segment_folder(number));
}

void ContentFolder::remove_empty_segment(std::int64_t number) const {
  ::rmdir(segment_folder(number).c_str());  // refused by the system while a content is in it
}

}  // namespace lake
