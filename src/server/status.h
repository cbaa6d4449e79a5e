#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace server {

// Waiting: a start or a reset is alone with the server. Failed: a reset did not end well, and there is
// nothing to answer from.
// DiskFull: what is read and what frees space is answered, and nothing large is stored.
enum class Condition { Ok, Waiting, DiskFull, Failed };
std::string_view name_of(Condition condition);

// How the server is, for `dovetail status`. Sent as one JSON object whose members have these names.
struct Status {
  std::string version;
  std::string data_folder;
  std::string spark_url;             // of Spark Connect; empty: it is off, or its port was taken
  std::int64_t disk_free_bytes = 0;  // where that folder is
  Condition condition = Condition::Ok;
  double uptime_seconds = 0;
  int slots = 0;
  std::int64_t requests = 0;
  std::int64_t refused_requests = 0;
  std::int64_t failed_requests = 0;
  std::int64_t pss_bytes = 0;

  struct Load {
    int working = 0;  // runs and queries that have a slot
    int waiting = 0;  // those that wait for one
    int idle_workers = 0;
    std::string memory_bound;       // how the memory of workers is bounded
    std::string python_isolation;   // how user Python is kept from the data folder
    std::int64_t memory_bytes = 0;  // what runs and queries may have together
    std::int64_t leased_bytes = 0;  // of it, by those that work
    int connections = 0;
    int request_threads = 0;
  };
  std::optional<Load> load;  // nothing while waiting
};

std::string to_json(const Status& status);

// What the disk of a folder has left for this user.
std::int64_t free_bytes(const std::filesystem::path& folder);

// The memory of this process, pages shared with others counted by their share.
std::int64_t own_pss_bytes();

}  // namespace server
