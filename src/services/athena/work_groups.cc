#include "services/athena/athena.h"

namespace services::athena {
namespace {

using namespace api::athena;

EngineVersion engine_version() {
  return {.selected_engine_version = "AUTO", .effective_engine_version = "Athena engine version 3"};
}

}  // namespace

base::Result<void> check_work_group(const std::string& name) {
  if (name == kPrimary) return {};
  return invalid_request("WorkGroup " + name + " is not found.");
}

base::Result<GetWorkGroupOutput> Athena::get_work_group(const wire::RequestContext&,
                                                        const GetWorkGroupInput& request) {
  TRY(check_work_group(request.work_group));
  WorkGroupConfiguration configuration{.result_configuration = ResultConfiguration{},
                                       .enforce_work_group_configuration = false,
                                       .publish_cloud_watch_metrics_enabled = false,
                                       .requester_pays_enabled = false,
                                       .engine_version = engine_version()};
  return GetWorkGroupOutput{.work_group = WorkGroup{.name = kPrimary,
                                                    .state = work_group_state::kEnabled,
                                                    .configuration = std::move(configuration)}};
}

base::Result<ListWorkGroupsOutput> Athena::list_work_groups(const wire::RequestContext&,
                                                            const ListWorkGroupsInput& request) {
  if (request.next_token) return invalid_request("The NextToken is not valid");  // there is one page
  return ListWorkGroupsOutput{
      .work_groups = {
          {{.name = kPrimary, .state = work_group_state::kEnabled, .engine_version = engine_version()}}}};
}

}  // namespace services::athena
