#include "services/athena/athena.h"

#include "api/athena/errors.h"

namespace services::athena {

Athena::Athena(Collaborators with) : with_(std::move(with)), runner_(with_) {
  with_.tasks.define(QueryRunner::kTask, runner_.task_kind());
}

base::Result<Query> Athena::find(const wire::RequestContext& context, const std::string& id) {
  const Scope scope{context.account, context.region};
  std::optional<Query> query = TRY(
      with_.journal.read([&](store::Snapshot& snapshot) { return QueriesStore::find(snapshot, scope, id); }));
  if (!query) return invalid_request("QueryExecution " + id + " was not found");
  return *std::move(query);
}

base::Error invalid_request(std::string message, std::string athena_error_code) {
  return api::athena::errors::invalid_request_exception(std::move(message),
                                                        {{"AthenaErrorCode", std::move(athena_error_code)}});
}

}  // namespace services::athena
