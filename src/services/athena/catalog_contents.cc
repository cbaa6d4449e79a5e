// What data catalogs hold: databases and tables, the same ones in each, as all are names of the account's own
// in Glue. Follows https://docs.aws.amazon.com/athena/latest/APIReference/API_GetTableMetadata.html and its
// neighbours.
#include <fmt/format.h>

#include <algorithm>

#include "api/athena/errors.h"
#include "services/athena/athena.h"
#include "services/athena/data_catalog.h"
#include "services/athena/paging.h"
#include "services/athena/refusals.h"
#include "services/athena/table_metadata.h"

namespace services::athena {
namespace {

using namespace api::athena;

base::Result<void> check_catalog(store::Journal& journal, const wire::RequestContext& context,
                                 const std::string& name) {
  TRY(journal.read(
      [&](store::Snapshot& snapshot) { return require_data_catalog(snapshot, Scope::of(context), name); }));
  return {};
}

// As clients know it: they look for the error code within.
base::Error not_found(const wire::RequestContext& context) {
  return errors::metadata_exception(
      fmt::format("Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: "
                  "EntityNotFoundException; Request ID: {}; Proxy: null)",
                  context.request_id));
}

Database database_of(const plan::DatabaseDescription& description) {
  Database database{.name = description.name};
  if (!description.description.empty()) database.description = description.description;
  if (!description.parameters.empty()) database.parameters = description.parameters;
  return database;
}

// The valid lists: NAME alone, or with TABLE_TYPE.
base::Result<void> check_attributes(const std::vector<std::string>& attributes) {
  if (std::ranges::find(attributes, table_attributes::kName) != attributes.end()) return {};
  return invalid_request("AttributesToGet must include NAME");
}

TableMetadata with_attributes(TableMetadata table,
                              const std::optional<std::vector<std::string>>& attributes) {
  if (!attributes) return table;
  TableMetadata asked{.name = std::move(table.name)};
  if (std::ranges::find(*attributes, table_attributes::kTableType) != attributes->end())
    asked.table_type = std::move(table.table_type);
  return asked;
}

}  // namespace

base::Result<GetDatabaseOutput> Athena::get_database(const wire::RequestContext& context,
                                                     const GetDatabaseInput& request) {
  TRY(check_catalog(with_.journal, context, request.catalog_name));
  const auto found = TRY(with_.browser(context.account, context.region)->database(request.database_name));
  if (!found) return not_found(context);
  return GetDatabaseOutput{.database = database_of(*found)};
}

base::Result<ListDatabasesOutput> Athena::list_databases(const wire::RequestContext& context,
                                                         const ListDatabasesInput& request) {
  TRY(check_catalog(with_.journal, context, request.catalog_name));
  const int limit = page_limit(request.max_results);
  const std::string after = TRY(decode_token(request.next_token));
  const auto browser = with_.browser(context.account, context.region);
  auto rows = TRY(browser->databases({.after = after, .limit = limit + 1}));
  ListDatabasesOutput output{.database_list = std::vector<Database>()};
  output.next_token = cut_page(rows, limit, [](const auto& row) { return row.name; });
  const bool names_only = request.attributes_to_get && !request.attributes_to_get->empty();
  for (const plan::DatabaseDescription& row : rows)
    output.database_list->push_back(names_only ? Database{.name = row.name} : database_of(row));
  return output;
}

base::Result<GetTableMetadataOutput> Athena::get_table_metadata(const wire::RequestContext& context,
                                                                const GetTableMetadataInput& request) {
  TRY(check_catalog(with_.journal, context, request.catalog_name));
  const auto browser = with_.browser(context.account, context.region);
  const auto found = TRY(browser->table(request.database_name, request.table_name));
  if (!found) return not_found(context);
  return GetTableMetadataOutput{.table_metadata = table_metadata(*found)};
}

base::Result<ListTableMetadataOutput> Athena::list_table_metadata(const wire::RequestContext& context,
                                                                  const ListTableMetadataInput& request) {
  TRY(check_catalog(with_.journal, context, request.catalog_name));
  if (request.attributes_to_get) TRY(check_attributes(*request.attributes_to_get));
  const int limit = page_limit(request.max_results);
  const std::string after = TRY(decode_token(request.next_token));
  const auto browser = with_.browser(context.account, context.region);
  if (!TRY(browser->database(request.database_name))) return not_found(context);
  auto listed = browser->tables(request.database_name, request.expression.value_or(""),
                                {.after = after, .limit = limit + 1});
  if (!listed.ok() && listed.error().fault == base::Error::Fault::Caller)
    return invalid_request(listed.error().message);
  std::vector<plan::TableDescription> rows = TRY(std::move(listed));
  ListTableMetadataOutput output{.table_metadata_list = std::vector<TableMetadata>()};
  output.next_token = cut_page(rows, limit, [](const auto& row) { return row.name; });
  for (const plan::TableDescription& row : rows)
    output.table_metadata_list->push_back(with_attributes(table_metadata(row), request.attributes_to_get));
  return output;
}

}  // namespace services::athena
