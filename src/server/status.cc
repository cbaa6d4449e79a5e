#include "server/status.h"

#include <boost/json.hpp>

#include "base/assert.h"
#include "base/file.h"
#include "base/text.h"

namespace server {

std::string_view name_of(Condition condition) {
  switch (condition) {
    case Condition::Ok:
      return "ok";
    case Condition::Waiting:
      return "waiting";
    case Condition::DiskFull:
      return "disk full";
    case Condition::Failed:
      return "failed";
  }
  UNREACHABLE("every condition has a name");
}

std::string to_json(const Status& status) {
  boost::json::object json{
      {"version", status.version},
      {"data_folder", status.data_folder},
      {"spark", status.spark_url.empty() ? "off" : status.spark_url},
      {"disk_free_bytes", status.disk_free_bytes},
      {"status", name_of(status.condition)},
      {"uptime_seconds", status.uptime_seconds},
      {"slots", status.slots},
      {"requests", status.requests},
      {"refused_requests", status.refused_requests},
      {"failed_requests", status.failed_requests},
      {"pss_bytes", status.pss_bytes},
  };
  if (status.load) {
    json["working"] = status.load->working;
    json["waiting"] = status.load->waiting;
    json["idle_workers"] = status.load->idle_workers;
    json["memory_bound"] = status.load->memory_bound;
    json["python_isolation"] = status.load->python_isolation;
    json["memory_bytes"] = status.load->memory_bytes;
    json["leased_bytes"] = status.load->leased_bytes;
    json["connections"] = status.load->connections;
    json["request_threads"] = status.load->request_threads;
  }
  return boost::json::serialize(json);
}

std::int64_t free_bytes(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? 0 : static_cast<std::int64_t>(space.available);
}

std::int64_t own_pss_bytes() {
  const auto rollup = base::read_file("/proc/self/smaps_rollup");
  if (!rollup.ok()) return 0;
  constexpr std::string_view kName = "\nPss:";
  const std::size_t at = rollup->find(kName);
  if (at == std::string::npos) return 0;
  const std::string_view rest = base::trim(std::string_view(*rollup).substr(at + kName.size()));
  return base::parse_int(rest.substr(0, rest.find(' '))).value_or(0) * 1024;
}

}  // namespace server
