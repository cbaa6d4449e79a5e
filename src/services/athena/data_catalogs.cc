// Data catalogs. Follows https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateDataCatalog.html
// and its neighbours. AwsDataCatalog, the account's own in Glue, is always there and cannot be changed. The
// others are of type GLUE with the account's own id: further names of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "services/athena/athena.h"
#include "services/athena/data_catalog.h"
#include "services/athena/paging.h"
#include "services/athena/refusals.h"
#include "services/athena/tags.h"

namespace services::athena {
namespace {

using namespace api::athena;

using Parameters = std::map<std::string, std::string>;

constexpr const char* kCatalogId = "catalog-id";
constexpr std::size_t kLongestName = 127;

DataCatalog catalog_of(const DataCatalogRow& row, const std::string& account, const char* status) {
  DataCatalog catalog{.name = row.name,
                      .type = data_catalog_type::kGlue,
                      .parameters = Parameters{{kCatalogId, account}},
                      .status = status};
  if (!row.description.empty()) catalog.description = row.description;
  return catalog;
}

base::Result<void> check_type(const std::string& type) {
  if (type == data_catalog_type::kGlue) return {};
  return invalid_request(
      fmt::format("Data catalogs of type {} are not supported, those of type GLUE are", type));
}

base::Result<void> check_parameters(const Parameters& parameters, const std::string& account) {
  for (const auto& [name, value] : parameters) {
    if (name != kCatalogId)
      return invalid_request(fmt::format("A data catalog of type GLUE has no parameter {}", name));
    if (value != account)
      return invalid_request(fmt::format(
          "The Glue Data Catalog of another account is not supported: {} is {}, this account is {}",
          kCatalogId, value, account));
  }
  if (!parameters.empty()) return {};
  return invalid_request(fmt::format("A data catalog of type GLUE needs the parameter {}", kCatalogId));
}

// https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateDataCatalog.html: "a maximum of 127
// alphanumeric, underscore, at sign, or hyphen characters".
base::Result<void> check_name(const std::string& name) {
  constexpr std::array kReserved = {"awsdatacatalog", "hive", "jmx", "system"};
  const auto is_valid = [](char c) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || c == '_' || c == '@' || c == '-';
  };
  if (name.empty() || name.size() > kLongestName || !std::ranges::all_of(name, is_valid))
    return invalid_request(
        fmt::format("The name of a data catalog has 1 to {} characters, each a letter, a digit, _, @ or -",
                    kLongestName));
  if (std::ranges::find(kReserved, base::to_lower(name)) == kReserved.end()) return {};
  return invalid_request(fmt::format("The name {} is reserved by Athena", name));
}

// One that can be changed.
base::Result<DataCatalogRow> require_own(store::Connection& connection, const Scope& scope,
                                         const std::string& name) {
  if (is_aws_data_catalog(name))
    return invalid_request(fmt::format("DataCatalog {} cannot be updated or deleted", kAwsDataCatalog));
  return require_data_catalog(connection, scope, name);
}

// Those behind `after`, AwsDataCatalog among them.
base::Result<std::vector<DataCatalogRow>> rows_behind(store::Connection& connection, const Scope& scope,
                                                      const std::string& after, int limit) {
  const auto place = [](const DataCatalogRow& row) { return base::to_lower(row.name); };
  std::vector<DataCatalogRow> rows = TRY(DataCatalogsStore::list(connection, scope, after, limit));
  put_in_page(rows, DataCatalogRow{.name = kAwsDataCatalog}, after, limit, place);
  return rows;
}

}  // namespace

base::Result<CreateDataCatalogOutput> Athena::create_data_catalog(const wire::RequestContext& context,
                                                                  const CreateDataCatalogInput& request) {
  const Scope scope = Scope::of(context);
  TRY(check_type(request.type));
  TRY(check_name(request.name));
  TRY(check_parameters(request.parameters.value_or(Parameters()), context.account));
  const DataCatalogRow row{.name = request.name, .description = request.description.value_or("")};
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<CreateDataCatalogOutput> {
    if (TRY(DataCatalogsStore::find(transaction, scope, row.name)))
      return invalid_request(fmt::format("DataCatalog {} already exists", row.name));
    TRY(DataCatalogsStore::put(transaction, scope, row));
    TRY(set_tags(transaction, scope, data_catalog_resource(row.name),
                 request.tags.value_or(std::vector<Tag>())));
    return CreateDataCatalogOutput{
        .data_catalog = catalog_of(row, context.account, data_catalog_status::kCreateComplete)};
  });
}

base::Result<GetDataCatalogOutput> Athena::get_data_catalog(const wire::RequestContext& context,
                                                            const GetDataCatalogInput& request) {
  const DataCatalogRow row = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return require_data_catalog(snapshot, Scope::of(context), request.name);
  }));
  return GetDataCatalogOutput{.data_catalog =
                                  catalog_of(row, context.account, data_catalog_status::kCreateComplete)};
}

base::Result<ListDataCatalogsOutput> Athena::list_data_catalogs(const wire::RequestContext& context,
                                                                const ListDataCatalogsInput& request) {
  const int limit = page_limit(request.max_results);
  const std::string after = TRY(decode_token(request.next_token));
  std::vector<DataCatalogRow> rows = TRY(with_.journal.read([&](store::Snapshot& snapshot) {
    return rows_behind(snapshot, Scope::of(context), after, limit + 1);
  }));
  ListDataCatalogsOutput output{.data_catalogs_summary = std::vector<DataCatalogSummary>()};
  output.next_token =
      cut_page(rows, limit, [](const DataCatalogRow& row) { return base::to_lower(row.name); });
  for (const DataCatalogRow& row : rows)
    output.data_catalogs_summary->push_back({.catalog_name = row.name,
                                             .type = data_catalog_type::kGlue,
                                             .status = data_catalog_status::kCreateComplete});
  return output;
}

base::Result<UpdateDataCatalogOutput> Athena::update_data_catalog(const wire::RequestContext& context,
                                                                  const UpdateDataCatalogInput& request) {
  const Scope scope = Scope::of(context);
  TRY(check_type(request.type));
  if (request.parameters) TRY(check_parameters(*request.parameters, context.account));
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<UpdateDataCatalogOutput> {
    DataCatalogRow row = TRY(require_own(transaction, scope, request.name));
    if (request.description) row.description = *request.description;
    TRY(DataCatalogsStore::put(transaction, scope, row));
    return UpdateDataCatalogOutput{};
  });
}

base::Result<DeleteDataCatalogOutput> Athena::delete_data_catalog(const wire::RequestContext& context,
                                                                  const DeleteDataCatalogInput& request) {
  const Scope scope = Scope::of(context);
  if (request.delete_catalog_only.value_or(false))
    return invalid_request("DeleteCatalogOnly is for data catalogs of type FEDERATED only");
  return with_.journal.write([&](store::Transaction& transaction) -> base::Result<DeleteDataCatalogOutput> {
    const DataCatalogRow row = TRY(require_own(transaction, scope, request.name));
    TRY(DataCatalogsStore::remove(transaction, scope, row.name));
    TRY(TagsStore::remove_all(transaction, scope, data_catalog_resource(row.name)));
    return DeleteDataCatalogOutput{
        .data_catalog = catalog_of(row, context.account, data_catalog_status::kDeleteComplete)};
  });
}

}  // namespace services::athena
