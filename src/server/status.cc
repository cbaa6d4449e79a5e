#include "server/status.h"

#include <boost/json.hpp>

#include "base/file.h"
#include "base/text.h"

namespace server {

std::string to_json(const Status& status) {
  return boost::json::serialize(boost::json::object{
      {"version", status.version},
      {"data_folder", status.data_folder},
      {"uptime_seconds", status.uptime_seconds},
      {"slots", status.slots},
      {"working", status.working},
      {"waiting", status.waiting},
      {"idle_workers", status.idle_workers},
      {"memory_bound", status.memory_bound},
      {"memory_bytes", status.memory_bytes},
      {"leased_bytes", status.leased_bytes},
      {"requests", status.requests},
      {"refused_requests", status.refused_requests},
      {"failed_requests", status.failed_requests},
      {"connections", status.connections},
      {"request_threads", status.request_threads},
      {"pss_bytes", status.pss_bytes},
  });
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
