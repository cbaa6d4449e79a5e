#include "services/glue/run_report.h"

#include <fmt/chrono.h>

#include <boost/json.hpp>

#include "services/glue/job_runs_store.h"

namespace services::glue {
namespace {

template <typename T>
boost::json::value or_null(const std::optional<T>& value) {
  return value ? boost::json::value(*value) : boost::json::value();
}

std::string describe(const StoredRun& stored, const std::string& nodes, base::Timestamp now) {
  const JobRun& run = stored.run;
  boost::json::object json{
      {"run", run.id},
      {"job", run.job_name},
      {"account", run.scope.account},
      {"region", run.scope.region},
      {"state", name_of(run.state)},
      {"started",
       fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<std::chrono::seconds>(run.started_on))},
      {"execution_seconds", execution_seconds(run, now)},
  };
  if (!run.state_detail.empty()) json["detail"] = run.state_detail;
  if (!run.error_message.empty()) json["error"] = run.error_message;
  if (!nodes.empty()) json["nodes"] = boost::json::parse(nodes);
  return boost::json::serialize(json);
}

}  // namespace

std::string to_json(const std::vector<visual::NodeReport>& nodes) {
  boost::json::array json;
  for (const visual::NodeReport& node : nodes)
    json.push_back({{"id", node.id},
                    {"name", node.name},
                    {"kind", node.kind},
                    {"rows", or_null(node.rows)},
                    {"bytes", or_null(node.bytes)},
                    {"micros", or_null(node.micros)},
                    {"fused_into", boost::json::array(node.fused_into.begin(), node.fused_into.end())}});
  return boost::json::serialize(json);
}

base::Result<std::optional<std::string>> describe_run(store::Journal& journal, const std::string& run_id,
                                                      base::Timestamp now) {
  return journal.read([&](store::Snapshot& snapshot) -> base::Result<std::optional<std::string>> {
    const auto run = TRY(JobRunsStore::run(snapshot, run_id));
    if (!run) return std::optional<std::string>();
    return std::optional(describe(*run, TRY(JobRunsStore::nodes(snapshot, run_id)), now));
  });
}

}  // namespace services::glue
