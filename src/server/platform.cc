#include "server/platform.h"

#include "api/glue/handler.h"
#include "api/s3/handler.h"
#include "base/file.h"
#include "services/glue/catalog_store.h"
#include "services/glue/glue.h"
#include "services/s3/s3.h"

namespace server {

// In the order in which they are built; destroyed the other way round.
struct Platform::Parts {
  std::unique_ptr<store::Journal> journal;
  std::unique_ptr<lake::Lake> lake;
  std::unique_ptr<services::s3::S3> s3;
  std::unique_ptr<services::glue::Glue> glue;
  std::vector<std::unique_ptr<wire::Service>> services;
};

base::Result<std::unique_ptr<Platform>> Platform::open(const store::DataFolder& folder, const Configuration&,
                                                       const base::Clock& clock) {
  auto parts = std::make_unique<Parts>();
  parts->journal =
      TRY(store::Journal::open({.file = folder.journal_file(),
                                .schemas = {lake::Lake::schema(), services::glue::CatalogStore::schema()}}));
  parts->lake = TRY(lake::Lake::open(folder.path() / "lake", *parts->journal, clock));
  parts->s3 = std::make_unique<services::s3::S3>(*parts->lake, clock);
  parts->glue = std::make_unique<services::glue::Glue>(*parts->journal, clock);
  parts->services.push_back(api::s3::make_service(*parts->s3));
  parts->services.push_back(api::glue::make_service(*parts->glue));
  return std::unique_ptr<Platform>(new Platform(std::move(parts)));
}

Platform::Platform(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Platform::~Platform() = default;

std::vector<wire::Service*> Platform::services() const {
  std::vector<wire::Service*> services;
  for (const auto& service : parts_->services) services.push_back(service.get());
  return services;
}

base::Result<void> Platform::erase(const store::DataFolder& folder) {
  // The write-ahead log goes first: without it the journal is an older state of itself, and without the
  // journal, whatever else is left is swept at the next start. So a power cut in between leaves a folder that
  // opens.
  const std::string journal = folder.journal_file().string();
  std::error_code error;
  for (const char* suffix : {"-wal", "-shm", ""}) {
    std::filesystem::remove(journal + suffix, error);
    if (error) return base::failure("removing {}{}: {}", journal, suffix, error.message());
    TRY(base::sync_folder(folder.path()));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path(), error)) {
    const auto name = entry.path().filename();
    if (name == "format" || name == "lost+found") continue;
    std::filesystem::remove_all(entry.path(), error);
    if (error) return base::failure("removing {}: {}", entry.path().string(), error.message());
  }
  if (error) return base::failure("reading {}: {}", folder.path().string(), error.message());
  return base::sync_folder(folder.path());
}

}  // namespace server
