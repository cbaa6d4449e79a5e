#include "services/glue/glue.h"

#include "services/glue/bookmarks_store.h"
#include "services/glue/catalog_store.h"
#include "services/glue/job_runs_store.h"
#include "services/glue/jobs_store.h"

namespace services::glue {

std::vector<store::Schema> Glue::schemas() {
  return {CatalogStore::schema(), JobsStore::schema(), JobRunsStore::schema(), BookmarksStore::schema()};
}

}  // namespace services::glue
