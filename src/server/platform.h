#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "lake/lake.h"
#include "server/configuration.h"
#include "store/data_folder.h"
#include "store/journal.h"
#include "wire/service.h"

namespace server {

// All that stands on one data folder: journal, lake, services. Made whole, taken down whole: a reset erases
// the folder between two of them. Its destructor stops the runs that are under way, leaving them to be taken
// up again, and closes the journal.
class Platform {
 public:
  static base::Result<std::unique_ptr<Platform>> open(const store::DataFolder& folder,
                                                      const Configuration& configuration,
                                                      const base::Clock& clock);
  ~Platform();

  // One per AWS service that is answered; they live as long as the platform.
  std::vector<wire::Service*> services() const;

  // Runs and queries: those that have a slot, and those that wait for one.
  struct Work {
    int running = 0;
    int waiting = 0;
    int idle_workers = 0;          // started for earlier ones and kept warm
    std::string memory_bound;      // how their memory is bounded: "cgroup v2"
    std::string python_isolation;  // how user Python is kept from the data folder: "mount namespace"
    std::int64_t memory_bytes = 0;
    std::int64_t leased_bytes = 0;  // of it, by what runs
  };
  Work work() const;

  // Where Spark Connect's clients are answered: sc://127.0.0.1:15002; empty: nowhere.
  std::string spark_url() const;

  // A job run as JSON, for `dovetail runs show`; nothing: there is none of that id.
  base::Result<std::optional<std::string>> run_json(const std::string& run_id) const;
  // Whether the journal lets something large be stored now: not when it has lost its reserve to a full disk.
  bool has_room() const;

  // Removes everything in the folder but its format file and its lock. No platform may stand on it.
  static base::Result<void> erase(const store::DataFolder& folder);

 private:
  struct Parts;
  explicit Platform(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace server
