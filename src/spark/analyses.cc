#include "plan/types.h"
#include "spark/execution_context.h"
#include "spark/explain.h"
#include "spark/plans.h"
#include "spark/schema_text.h"
#include "spark/semantics.h"
#include "spark/service.h"

// AnalyzePlan: what is asked of plans beside their rows.
namespace spark_door {

using namespace spark::connect;

base::Result<plan::Relation> Service::root_of(Session& session, const Plan& plan) {
  return resolved(plan.root(), tables_of(session, {}), {});
}

base::Result<plan::Relation> Service::kept_root_of(Session& session, const Plan& plan) {
  const std::stop_token never;
  const Operation::Emit nowhere = [](Operation::Response) { return base::Result<void>(); };
  return session.kept().put_into(TRY(root_of(session, plan)), KeptResults::For::Columns,
                                 {executor_, session, nowhere, never});
}

base::Result<DataType> Service::schema_of(Session& session, const Plan& plan) {
  return executor_.schema(TRY(kept_root_of(session, plan)), session.caller(), {});
}

base::Result<std::string> Service::explain(Session& session, const AnalyzePlanRequest::Explain& explain) {
  const std::stop_token never;
  const Operation::Emit nowhere = [](Operation::Response) { return base::Result<void>(); };
  return explained(explain.plan().root(), explain.explain_mode(), tables_of(session, never),
                   {executor_, session, nowhere, never});
}

base::Result<void> Service::persist(Session& session, const AnalyzePlanRequest::Persist& persist) {
  const auto relation = TRY(resolved(persist.relation(), tables_of(session, {}), {}));
  session.kept().ask(relation,
                     persist.has_storage_level() ? persist.storage_level() : default_storage_level());
  return {};
}

base::Result<StorageLevel> Service::storage_level(Session& session, const plan::Relation& relation) {
  StorageLevel none;
  none.set_replication(1);
  return session.kept().level_of(TRY(resolved(relation, tables_of(session, {}), {}))).value_or(none);
}

base::Result<void> Service::analyze(Session& session, const AnalyzePlanRequest& request,
                                    AnalyzePlanResponse& response) {
  TRY(check_analysis(request));
  switch (request.analyze_case()) {
    case AnalyzePlanRequest::kSparkVersion:
      response.mutable_spark_version()->set_version(spark_version_);
      return {};
    case AnalyzePlanRequest::kSchema:
      *response.mutable_schema()->mutable_schema() = TRY(schema_of(session, request.schema().plan()));
      return {};
    case AnalyzePlanRequest::kExplain:
      response.mutable_explain()->set_explain_string(TRY(explain(session, request.explain())));
      return {};
    case AnalyzePlanRequest::kTreeString: {
      const auto& asked = request.tree_string();
      const auto level = asked.has_level() ? std::optional(asked.level()) : std::nullopt;
      response.mutable_tree_string()->set_tree_string(
          tree_string(TRY(schema_of(session, asked.plan())), level));
      return {};
    }
    case AnalyzePlanRequest::kIsLocal:
      response.mutable_is_local()->set_is_local(request.is_local().plan().root().has_local_relation());
      return {};
    case AnalyzePlanRequest::kIsStreaming:
      response.mutable_is_streaming()->set_is_streaming(false);
      return {};
    case AnalyzePlanRequest::kInputFiles:
      response.mutable_input_files();
      for (std::string& uri : TRY(executor_.input_files(TRY(root_of(session, request.input_files().plan())),
                                                        session.caller(), {})))
        response.mutable_input_files()->add_files(std::move(uri));
      return {};
    default:
      return analyze_alone(session, request, response);
  }
}

// What needs no relation to be resolved.
base::Result<void> Service::analyze_alone(Session& session, const AnalyzePlanRequest& request,
                                          AnalyzePlanResponse& response) {
  switch (request.analyze_case()) {
    case AnalyzePlanRequest::kDdlParse:
      *response.mutable_ddl_parse()->mutable_parsed() =
          TRY(plan::parse_type_or_schema(request.ddl_parse().ddl_string()));
      return {};
    case AnalyzePlanRequest::kJsonToDdl:
      response.mutable_json_to_ddl()->set_ddl_string(
          ddl_text(TRY(plan::parse_json_type(request.json_to_ddl().json_string()))));
      return {};
    case AnalyzePlanRequest::kSameSemantics:
      response.mutable_same_semantics()->set_result(
          semantic_key(request.same_semantics().target_plan().root()) ==
          semantic_key(request.same_semantics().other_plan().root()));
      return {};
    case AnalyzePlanRequest::kSemanticHash:
      response.mutable_semantic_hash()->set_result(
          semantic_hash(semantic_key(request.semantic_hash().plan().root())));
      return {};
    case AnalyzePlanRequest::kPersist:
      TRY(persist(session, request.persist()));
      response.mutable_persist();
      return {};
    case AnalyzePlanRequest::kUnpersist:
      session.kept().forget(TRY(resolved(request.unpersist().relation(), tables_of(session, {}), {})),
                            session);
      response.mutable_unpersist();
      return {};
    case AnalyzePlanRequest::kGetStorageLevel:
      *response.mutable_get_storage_level()->mutable_storage_level() =
          TRY(storage_level(session, request.get_storage_level().relation()));
      return {};
    default:
      return not_supported("the analysis " + choice_of(request, "analyze"));
  }
}

}  // namespace spark_door
