// Tables of the Data Catalog and their versions. Follows
// https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html and its neighbours: every update makes
// a version, numbered as text from "0", unless SkipArchive.
#include <algorithm>

#include "api/glue/errors.h"
#include "base/text.h"
#include "services/glue/data_catalog.h"
#include "services/glue/glue.h"
#include "services/glue/name_pattern.h"
#include "services/glue/paging.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace errors = api::glue::errors;
namespace tables = api::glue::tables;
using namespace api::glue;  // the operations' requests and responses

namespace {

base::Result<Table> to_table(const Scope& scope, const TableRow& row) {
  auto input = TRY(from_stored<TableInput>(tables::kTableInput, row.input));
  Table table;
  table.name = row.name;
  table.database_name = row.database;
  table.description = std::move(input.description);
  table.owner = std::move(input.owner);
  table.create_time = row.created_at;
  table.update_time = row.updated_at;
  table.last_access_time = input.last_access_time;
  table.last_analyzed_time = input.last_analyzed_time;
  table.retention = input.retention.value_or(0);
  table.storage_descriptor = std::move(input.storage_descriptor);
  table.partition_keys = std::move(input.partition_keys);
  table.view_original_text = std::move(input.view_original_text);
  table.view_expanded_text = std::move(input.view_expanded_text);
  table.table_type = std::move(input.table_type);
  table.parameters = std::move(input.parameters);
  table.is_registered_with_lake_formation = false;
  table.catalog_id = scope.account;
  table.version_id = std::to_string(row.version);
  return table;
}

base::Result<TableVersion> to_version(const Scope& scope, const TableRow& row) {
  return TableVersion{.table = TRY(to_table(scope, row)), .version_id = std::to_string(row.version)};
}

base::Error version_not_found(std::string_view version) {
  return errors::entity_not_found_exception(fmt::format("Table version {} not found.", version));
}

// Nothing: every name is wanted. "*" is the glob that consoles send.
base::Result<std::optional<NamePattern>> name_pattern(const std::optional<std::string>& expression) {
  if (!expression || expression->empty() || *expression == "*") return std::optional<NamePattern>();
  return std::optional(TRY(NamePattern::parse(*expression)));
}

}  // namespace

base::Result<CreateTableResponse> Glue::create_table(const wire::RequestContext& context,
                                                     const CreateTableRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  if (!request.table_input) return errors::invalid_input_exception("TableInput is required.");
  TRY(journal_.write([&](store::Transaction& transaction) {
    return glue::create_table(transaction, scope, request.database_name, *request.table_input, clock_.now());
  }));
  return CreateTableResponse{};
}

base::Result<GetTableResponse> Glue::get_table(const wire::RequestContext& context,
                                               const GetTableRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetTableResponse> {
    const StoredTable table = TRY(require_table(snapshot, scope, request.database_name, request.name));
    return GetTableResponse{.table = TRY(to_table(scope, table.row))};
  });
}

base::Result<GetTablesResponse> Glue::get_tables(const wire::RequestContext& context,
                                                 const GetTablesRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  const std::size_t limit = request.max_results.value_or(kPageSize);
  const auto wanted = TRY(name_pattern(request.expression));
  // The token is the last name that was given. Tables are read in pages of their own, as the expression may
  // let few of them through.
  std::string after = TRY(decode_token(request.next_token));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetTablesResponse> {
    const DatabaseRow database = TRY(require_database(snapshot, scope, request.database_name));
    GetTablesResponse response{.table_list = std::vector<Table>()};
    for (;;) {
      const auto rows =
          TRY(CatalogStore::tables(snapshot, scope, database.name, {.after = after, .limit = kPageSize}));
      for (const TableRow& row : rows) {
        if (wanted && !wanted->matches(row.name)) continue;
        if (response.table_list->size() == limit) {
          response.next_token = encode_token(response.table_list->back().name);
          return response;
        }
        response.table_list->push_back(TRY(to_table(scope, row)));
      }
      if (rows.size() < kPageSize) return response;
      after = rows.back().name;
    }
  });
}

base::Result<UpdateTableResponse> Glue::update_table(const wire::RequestContext& context,
                                                     const UpdateTableRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  if (!request.table_input) return errors::invalid_input_exception("TableInput is required.");
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_input->name));
    if (request.version_id && *request.version_id != std::to_string(table.row.version))
      return errors::concurrent_modification_exception(fmt::format("Table {} is at version {} and not at {}.",
                                                                   table.row.name, table.row.version,
                                                                   *request.version_id));
    return glue::update_table(
        transaction, table, *request.table_input,
        request.skip_archive.value_or(false) ? CatalogStore::Archive::Skip : CatalogStore::Archive::Keep,
        clock_.now());
  }));
  return UpdateTableResponse{};
}

base::Result<DeleteTableResponse> Glue::delete_table(const wire::RequestContext& context,
                                                     const DeleteTableRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable table = TRY(require_table(transaction, scope, request.database_name, request.name));
    return CatalogStore::remove_table(transaction, table.row.id);
  }));
  return DeleteTableResponse{};
}

base::Result<BatchDeleteTableResponse> Glue::batch_delete_table(const wire::RequestContext& context,
                                                                const BatchDeleteTableRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.write([&](store::Transaction& transaction) -> base::Result<BatchDeleteTableResponse> {
    TRY(require_database(transaction, scope, request.database_name));
    BatchDeleteTableResponse response{.errors = std::vector<TableError>()};
    for (const std::string& name : request.tables_to_delete) {
      const auto table = TRY(find_table(transaction, scope, request.database_name, name));
      if (table) {
        TRY(CatalogStore::remove_table(transaction, table->row.id));
      } else {
        response.errors->push_back(
            {.table_name = name,
             .error_detail = ErrorDetail{.error_code = "EntityNotFoundException",
                                         .error_message = fmt::format("Table {} not found.", name)}});
      }
    }
    return response;
  });
}

base::Result<GetTableVersionResponse> Glue::get_table_version(const wire::RequestContext& context,
                                                              const GetTableVersionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetTableVersionResponse> {
    const TableRow table = TRY(require_table(snapshot, scope, request.database_name, request.table_name)).row;
    const auto wanted = request.version_id ? base::parse_int(*request.version_id) : table.version;
    if (wanted == table.version)
      return GetTableVersionResponse{.table_version = TRY(to_version(scope, table))};
    if (!wanted || *wanted >= table.version) return version_not_found(*request.version_id);
    const std::vector<TableRow> found = TRY(CatalogStore::versions_before(snapshot, table, *wanted + 1, 1));
    if (found.empty() || found.front().version != *wanted) return version_not_found(*request.version_id);
    return GetTableVersionResponse{.table_version = TRY(to_version(scope, found.front()))};
  });
}

base::Result<GetTableVersionsResponse> Glue::get_table_versions(const wire::RequestContext& context,
                                                                const GetTableVersionsRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  const std::size_t limit = request.max_results.value_or(kPageSize);
  const auto after = TRY(decode_number_token(request.next_token));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetTableVersionsResponse> {
    const TableRow table = TRY(require_table(snapshot, scope, request.database_name, request.table_name)).row;
    const std::int64_t before = std::min(after.value_or(table.version), table.version);
    std::vector<TableRow> rows = TRY(CatalogStore::versions_before(snapshot, table, before, limit + 1));
    if (!after || table.version < *after) rows.insert(rows.begin(), table);
    GetTableVersionsResponse response{.table_versions = std::vector<TableVersion>()};
    response.next_token =
        cut_page(rows, limit, [](const TableRow& row) { return std::to_string(row.version); });
    for (const TableRow& row : rows) response.table_versions->push_back(TRY(to_version(scope, row)));
    return response;
  });
}

base::Result<DeleteTableVersionResponse> Glue::delete_table_version(
    const wire::RequestContext& context, const DeleteTableVersionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const TableRow table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name)).row;
    const auto version = base::parse_int(request.version_id);
    if (version == table.version)
      return errors::invalid_input_exception("The current version of a table cannot be deleted.");
    if (!version || !TRY(CatalogStore::remove_version(transaction, table.id, *version)))
      return version_not_found(request.version_id);
    return {};
  }));
  return DeleteTableVersionResponse{};
}

}  // namespace services::glue
