// Saved queries. Follows https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateNamedQuery.html and
// its neighbours. Their text is kept as it is: nobody looks at it before it is run.
#include <fmt/format.h>

#include "base/random.h"
#include "base/text.h"
#include "services/athena/athena.h"
#include "services/athena/named_queries_store.h"
#include "services/athena/paging.h"
#include "services/athena/refusals.h"
#include "services/athena/work_group_settings.h"

namespace services::athena {
namespace {

using namespace api::athena;

NamedQuery query_of(const NamedQueryRow& row) {
  NamedQuery query{.name = row.name,
                   .database = row.database,
                   .query_string = row.text,
                   .named_query_id = row.id,
                   .work_group = row.work_group};
  if (!row.description.empty()) query.description = row.description;
  return query;
}

std::string not_found(const std::string& id) {
  return fmt::format("NamedQuery {} was not found", id);
}

base::Result<NamedQueryRow> require_query(store::Connection& connection, const Scope& scope,
                                          const std::string& id) {
  auto row = TRY(NamedQueriesStore::find(connection, scope, id));
  if (row) return *std::move(row);
  return invalid_request(not_found(id));
}

// The place of a page is the number of its last row.
base::Result<std::int64_t> decode_number(const std::optional<std::string>& token) {
  const std::string text = TRY(decode_token(token));
  if (text.empty()) return std::int64_t{0};
  const std::optional<std::int64_t> number = base::parse_int(text);
  if (!number) return invalid_request("The NextToken is not valid");
  return *number;
}

}  // namespace

base::Result<CreateNamedQueryOutput> Athena::create_named_query(const wire::RequestContext& context,
                                                                const CreateNamedQueryInput& request) {
  const Scope scope = Scope::of(context);
  const NamedQueryRow row{.id = base::random_uuid(),
                          .work_group = request.work_group.value_or(kPrimary),
                          .name = request.name,
                          .description = request.description.value_or(""),
                          .database = request.database,
                          .text = request.query_string};
  const auto token = request_token(request.client_request_token,
                                   {row.work_group, row.name, row.description, row.database, row.text});
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<CreateNamedQueryOutput> {
    TRY(require_work_group(transaction, scope, row.work_group));
    if (token) {
      const auto before = TRY(NamedQueriesStore::find_token(transaction, scope, token->token));
      if (before && before->parameters != token->parameters)
        return invalid_request("Idempotent parameters do not match");
      if (before) return CreateNamedQueryOutput{.named_query_id = before->id};
    }
    TRY(NamedQueriesStore::insert(transaction, scope, row, token));
    return CreateNamedQueryOutput{.named_query_id = row.id};
  });
}

base::Result<GetNamedQueryOutput> Athena::get_named_query(const wire::RequestContext& context,
                                                          const GetNamedQueryInput& request) {
  const NamedQueryRow row = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return require_query(snapshot, Scope::of(context), request.named_query_id);
  }));
  return GetNamedQueryOutput{.named_query = query_of(row)};
}

base::Result<BatchGetNamedQueryOutput> Athena::batch_get_named_query(const wire::RequestContext& context,
                                                                     const BatchGetNamedQueryInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<BatchGetNamedQueryOutput> {
    BatchGetNamedQueryOutput output;
    output.named_queries.emplace();
    output.unprocessed_named_query_ids.emplace();
    for (const std::string& id : request.named_query_ids) {
      const auto row = TRY(NamedQueriesStore::find(snapshot, scope, id));
      if (row) {
        output.named_queries->push_back(query_of(*row));
      } else {
        output.unprocessed_named_query_ids->push_back(
            {.named_query_id = id, .error_code = "INVALID_INPUT", .error_message = not_found(id)});
      }
    }
    return output;
  });
}

base::Result<ListNamedQueriesOutput> Athena::list_named_queries(const wire::RequestContext& context,
                                                                const ListNamedQueriesInput& request) {
  const Scope scope = Scope::of(context);
  const std::string work_group = request.work_group.value_or(kPrimary);
  const int limit = page_limit(request.max_results);
  const std::int64_t after = TRY(decode_number(request.next_token));
  using Rows = std::vector<NamedQueryRow>;
  Rows rows = TRY(with_.journal.read([&](store::Snapshot& snapshot) -> base::Result<Rows> {
    TRY(require_work_group(snapshot, scope, work_group));
    return NamedQueriesStore::list(snapshot, scope, work_group, after, limit + 1);
  }));
  ListNamedQueriesOutput output{.named_query_ids = std::vector<std::string>()};
  output.next_token =
      cut_page(rows, limit, [](const NamedQueryRow& row) { return std::to_string(row.number); });
  for (NamedQueryRow& row : rows) output.named_query_ids->push_back(std::move(row.id));
  return output;
}

base::Result<UpdateNamedQueryOutput> Athena::update_named_query(const wire::RequestContext& context,
                                                                const UpdateNamedQueryInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<UpdateNamedQueryOutput> {
    NamedQueryRow row = TRY(require_query(transaction, scope, request.named_query_id));
    row.name = request.name;
    row.text = request.query_string;
    if (request.description) row.description = *request.description;
    TRY(NamedQueriesStore::update(transaction, row));
    return UpdateNamedQueryOutput{};
  });
}

base::Result<DeleteNamedQueryOutput> Athena::delete_named_query(const wire::RequestContext& context,
                                                                const DeleteNamedQueryInput& request) {
  const Scope scope = Scope::of(context);
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<DeleteNamedQueryOutput> {
    const NamedQueryRow row = TRY(require_query(transaction, scope, request.named_query_id));
    TRY(NamedQueriesStore::remove(transaction, row.number));
    return DeleteNamedQueryOutput{};
  });
}

}  // namespace services::athena
