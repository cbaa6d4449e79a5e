#include "lake/lake.h"

#include <fcntl.h>

#include "base/file.h"
#include "lake/content_writer.h"
#include "lake/state.h"

namespace lake {

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
  return TRY(FileContentWriter::create(state_->contents, checksum_algorithm));
}

base::Result<Lake::RawContent> Lake::new_raw_content() {
  ContentFolder::Created created = TRY(state_->contents.create());
  return RawContent{.id = std::move(created.id), .file = std::move(created.file)};
}

base::Result<void> Lake::seal_raw_content(const std::vector<ContentId>& ids) {
  for (const ContentId& id : ids) {
    const base::Fd file = TRY(state_->contents.open(id, O_RDONLY));
    TRY(base::sync_file(file.get()));
  }
  return state_->contents.sync_names(ids);
}

void Lake::discard_content(const ContentId& id) {
  state_->contents.discard({&id, 1});
}

base::Result<base::Fd> Lake::open_content(const ContentId& id) {
  return state_->contents.open(id, O_RDONLY);
}

}  // namespace lake
