// Databases of the Data Catalog. Follows
// https://docs.aws.amazon.com/glue/latest/webapi/API_CreateDatabase.html and its neighbours.
#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/data_catalog.h"
#include "services/glue/glue.h"
#include "services/glue/paging.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace errors = api::glue::errors;
namespace tables = api::glue::tables;
using namespace api::glue;  // the operations' requests and responses

namespace {

base::Result<Database> to_database(const Scope& scope, const DatabaseRow& row) {
  auto input = TRY(from_stored<DatabaseInput>(tables::kDatabaseInput, row.input));
  Database database;
  database.name = row.name;
  database.description = std::move(input.description);
  database.location_uri = std::move(input.location_uri);
  database.parameters = std::move(input.parameters);
  database.create_time = row.created_at;
  database.catalog_id = scope.account;
  return database;
}

DatabaseRow to_row(DatabaseInput input, base::Timestamp now) {
  input.name = base::to_lower(input.name);
  return {.name = input.name, .created_at = now, .input = to_stored(tables::kDatabaseInput, input)};
}

}  // namespace

base::Result<CreateDatabaseResponse> Glue::create_database(const wire::RequestContext& context,
                                                           const CreateDatabaseRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) {
    return glue::create_database(transaction, scope, request.database_input, clock_.now());
  }));
  return CreateDatabaseResponse{};
}

base::Result<GetDatabaseResponse> Glue::get_database(const wire::RequestContext& context,
                                                     const GetDatabaseRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetDatabaseResponse> {
    const DatabaseRow row = TRY(require_database(snapshot, scope, request.name));
    return GetDatabaseResponse{.database = TRY(to_database(scope, row))};
  });
}

base::Result<GetDatabasesResponse> Glue::get_databases(const wire::RequestContext& context,
                                                       const GetDatabasesRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  const int limit = request.max_results.value_or(kPageSize);
  const std::string after = TRY(decode_token(request.next_token));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetDatabasesResponse> {
    auto rows = TRY(CatalogStore::databases(snapshot, scope, {.after = after, .limit = limit + 1}));
    GetDatabasesResponse response;
    response.next_token = cut_page(rows, limit, [](const DatabaseRow& row) { return row.name; });
    for (const DatabaseRow& row : rows) response.database_list.push_back(TRY(to_database(scope, row)));
    return response;
  });
}

base::Result<UpdateDatabaseResponse> Glue::update_database(const wire::RequestContext& context,
                                                           const UpdateDatabaseRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  if (!base::iequals(request.name, request.database_input.name))
    return errors::invalid_input_exception(
        "A database cannot be renamed: DatabaseInput.Name must be the database's name.");
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const DatabaseRow old = TRY(require_database(transaction, scope, request.name));
    return CatalogStore::put_database(transaction, scope, to_row(request.database_input, old.created_at));
  }));
  return UpdateDatabaseResponse{};
}

base::Result<DeleteDatabaseResponse> Glue::delete_database(const wire::RequestContext& context,
                                                           const DeleteDatabaseRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const DatabaseRow row = TRY(require_database(transaction, scope, request.name));
    return CatalogStore::remove_database(transaction, scope, row.name);
  }));
  return DeleteDatabaseResponse{};
}

}  // namespace services::glue
