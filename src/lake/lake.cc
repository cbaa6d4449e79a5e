#include "lake/lake.h"

#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <future>

#include "base/file.h"
#include "lake/content_writer.h"
#include "lake/state.h"

namespace lake {
namespace {

constexpr std::size_t kSyncThreads = 8;

// Syncs several files at once: a file system that journals makes one commit of the syncs that meet, so many
// files cost little more than one.
base::Result<void> sync_contents(const ContentFolder& contents, const std::vector<ContentId>& ids) {
  std::atomic<std::size_t> next = 0;
  const auto sync_some = [&]() -> base::Result<void> {
    for (std::size_t i = next++; i < ids.size(); i = next++) {
      const base::Fd file = TRY(contents.open(ids[i], O_RDONLY));
      TRY(base::sync_file(file.get()));
    }
    return {};
  };
  std::vector<std::future<base::Result<void>>> others;
  for (std::size_t i = 1; i < std::min(kSyncThreads, ids.size()); ++i)
    others.push_back(std::async(std::launch::async, sync_some));
  base::Result<void> result = sync_some();
  for (auto& other : others)
    if (auto synced = other.get(); !synced.ok()) result = std::move(synced);
  return result;
}

}  // namespace

base::Result<std::unique_ptr<Lake>> Lake::open(std::filesystem::path folder, store::Journal& journal,
                                               const base::Clock& clock, Options options) {
  TRY(base::create_folders(folder));
  auto state = std::make_unique<State>(folder, journal, clock);
  TRY(state->housekeeper.open());
  if (options.housekeeping) state->housekeeper.start();
  return std::unique_ptr<Lake>(new Lake(std::move(state)));
}

Lake::Lake(std::unique_ptr<State> state) : state_(std::move(state)) {}
Lake::~Lake() = default;

base::Result<void> Lake::tidy() {
  return state_->housekeeper.round();
}

base::Result<std::unique_ptr<ContentWriter>> Lake::new_content(std::string_view checksum_algorithm) {
  TRY(state_->journal.require_room());
  return TRY(FileContentWriter::create(state_->contents, checksum_algorithm));
}

base::Result<Lake::RawContent> Lake::new_raw_content() {
  TRY(state_->journal.require_room());
  ContentFolder::Created created = TRY(state_->contents.create());
  return RawContent{.id = std::move(created.id), .file = std::move(created.file)};
}

base::Result<void> Lake::seal_raw_content(const std::vector<ContentId>& ids) {
  TRY(sync_contents(state_->contents, ids));
  return state_->contents.sync_names(ids);
}

void Lake::discard_content(const ContentId& id) {
  state_->contents.discard({&id, 1});
}

base::Result<base::Fd> Lake::open_content(const ContentId& id) {
  return state_->contents.open(id, O_RDONLY);
}

}  // namespace lake
