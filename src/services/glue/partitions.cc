// Partitions of a table. Follows https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html and
// its neighbours.
#include "api/glue/errors.h"
#include "base/digest.h"
#include "services/glue/data_catalog.h"
#include "services/glue/glue.h"
#include "services/glue/paging.h"
#include "services/glue/partition_key.h"
#include "services/glue/stored.h"

namespace services::glue {
namespace errors = api::glue::errors;
namespace tables = api::glue::tables;
using namespace api::glue;  // the operations' requests and responses

namespace {

constexpr std::size_t kPartitionPageMax = 1000;

base::Error no_such_partition() {
  return errors::entity_not_found_exception("Cannot find partition.");
}

base::Result<Partition> to_partition(const Scope& scope, const StoredTable& table, const PartitionRow& row) {
  auto input = TRY(from_stored<PartitionInput>(tables::kPartitionInput, row.input));
  Partition partition;
  partition.values = row.values;
  partition.database_name = table.row.database;
  partition.table_name = table.row.name;
  partition.creation_time = row.created_at;
  partition.last_access_time = input.last_access_time;
  partition.last_analyzed_time = input.last_analyzed_time;
  partition.storage_descriptor = std::move(input.storage_descriptor);
  partition.parameters = std::move(input.parameters);
  partition.catalog_id = scope.account;
  return partition;
}

ErrorDetail to_detail(const base::Error& error) {
  return {.error_code = error.code, .error_message = error.message};
}

base::Result<void> update_partition_row(store::Transaction& transaction, const StoredTable& table,
                                        const std::vector<std::string>& old_values, PartitionInput input) {
  if (!input.values) input.values = old_values;
  TRY(check_partition_values(table, *input.values));
  const auto old = TRY(CatalogStore::partition(transaction, table.row.id, old_values));
  if (!old) return no_such_partition();
  if (*input.values != old_values && TRY(CatalogStore::partition(transaction, table.row.id, *input.values)))
    return errors::already_exists_exception("Partition already exists.");
  TRY(CatalogStore::replace_partition(transaction, table.row.id, old_values,
                                      {.values = *input.values,
                                       .created_at = old->created_at,
                                       .input = to_stored(tables::kPartitionInput, input)}));
  return {};
}

// Partitions are dealt to segments by a digest of their values, so that segments are disjoint and cover all.
bool in_segment(const std::optional<Segment>& segment, const std::vector<std::string>& values) {
  if (!segment) return true;
  const std::string digest = base::digest(base::DigestAlgorithm::Crc32, encode_partition_key(values));
  return static_cast<unsigned char>(digest.back()) % segment->total_segments == segment->segment_number;
}

// The partitions that GetPartitions asks for: what to visit, and which of those to give.
struct PartitionQuery {
  std::optional<PartitionExpression> expression;
  std::vector<std::string> after;
  std::size_t limit;

  bool wants(const PartitionRow& row) const {
    return !expression || expression->matches(PartitionValues(row.values.begin(), row.values.end()));
  }
};

base::Result<PartitionQuery> read_query(const GetPartitionsRequest& request, const StoredTable& table) {
  const std::string after = TRY(decode_token(request.next_token));
  PartitionQuery query{.expression = std::nullopt,
                       .after = decode_partition_key(after),
                       .limit = static_cast<std::size_t>(request.max_results.value_or(kPartitionPageMax))};
  if (request.expression && !request.expression->empty())
    query.expression = TRY(PartitionExpression::parse(*request.expression, table.partition_keys()));
  if (request.segment && request.segment->segment_number >= request.segment->total_segments)
    return errors::invalid_input_exception(
        "Segment.SegmentNumber must be smaller than Segment.TotalSegments.");
  return query;
}

}  // namespace

base::Result<CreatePartitionResponse> Glue::create_partition(const wire::RequestContext& context,
                                                             const CreatePartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name));
    if (!TRY(add_partition(transaction, table, request.partition_input, clock_.now())))
      return errors::already_exists_exception("Partition already exists.");
    return {};
  }));
  return CreatePartitionResponse{};
}

// One transaction for all; an entry that is refused is told and the others stay. A failure of the world
// undoes all of them.
base::Result<BatchCreatePartitionResponse> Glue::batch_create_partition(
    const wire::RequestContext& context, const BatchCreatePartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.write([&](store::Transaction& transaction) -> base::Result<BatchCreatePartitionResponse> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name));
    BatchCreatePartitionResponse response{.errors = std::vector<PartitionError>()};
    for (const PartitionInput& input : request.partition_input_list) {
      const auto added = add_partition(transaction, table, input, clock_.now());
      if (!added.ok() && added.error().fault == base::Error::Fault::World) return added.error();
      if (added.ok() && *added) continue;
      const base::Error why =
          added.ok() ? errors::already_exists_exception("Partition already exists.") : added.error();
      response.errors->push_back({.partition_values = input.values, .error_detail = to_detail(why)});
    }
    return response;
  });
}

base::Result<GetPartitionResponse> Glue::get_partition(const wire::RequestContext& context,
                                                       const GetPartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetPartitionResponse> {
    const StoredTable table = TRY(require_table(snapshot, scope, request.database_name, request.table_name));
    const auto row = TRY(CatalogStore::partition(snapshot, table.row.id, request.partition_values));
    if (!row) return no_such_partition();
    return GetPartitionResponse{.partition = TRY(to_partition(scope, table, *row))};
  });
}

base::Result<GetPartitionsResponse> Glue::get_partitions(const wire::RequestContext& context,
                                                         const GetPartitionsRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<GetPartitionsResponse> {
    const StoredTable table = TRY(require_table(snapshot, scope, request.database_name, request.table_name));
    const PartitionQuery query = TRY(read_query(request, table));
    const auto leading = query.expression ? query.expression->leading_values() : std::vector<std::string>();
    GetPartitionsResponse response{.partitions = std::vector<Partition>()};
    TRY(CatalogStore::visit_partitions(
        snapshot, table.row.id, leading, query.after, [&](const PartitionRow& row) -> base::Result<bool> {
          if (!query.wants(row) || !in_segment(request.segment, row.values)) return true;
          // A token only where one more partition fits: a last page that is full has none, and nobody asks
          // for an empty one.
          if (response.partitions->size() == query.limit) {
            response.next_token = encode_token(encode_partition_key(*response.partitions->back().values));
            return false;
          }
          response.partitions->push_back(TRY(to_partition(scope, table, row)));
          if (request.exclude_column_schema.value_or(false) && response.partitions->back().storage_descriptor)
            response.partitions->back().storage_descriptor->columns.reset();
          return true;
        }));
    return response;
  });
}

base::Result<BatchGetPartitionResponse> Glue::batch_get_partition(const wire::RequestContext& context,
                                                                  const BatchGetPartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.read([&](store::Snapshot& snapshot) -> base::Result<BatchGetPartitionResponse> {
    const StoredTable table = TRY(require_table(snapshot, scope, request.database_name, request.table_name));
    BatchGetPartitionResponse response{.partitions = std::vector<Partition>(),
                                       .unprocessed_keys = std::vector<PartitionValueList>()};
    for (const PartitionValueList& wanted :
         request.partitions_to_get)  // absent ones are left out, as Glue does
      if (const auto row = TRY(CatalogStore::partition(snapshot, table.row.id, wanted.values)))
        response.partitions->push_back(TRY(to_partition(scope, table, *row)));
    return response;
  });
}

base::Result<UpdatePartitionResponse> Glue::update_partition(const wire::RequestContext& context,
                                                             const UpdatePartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name));
    return update_partition_row(transaction, table, request.partition_value_list, request.partition_input);
  }));
  return UpdatePartitionResponse{};
}

base::Result<BatchUpdatePartitionResponse> Glue::batch_update_partition(
    const wire::RequestContext& context, const BatchUpdatePartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.write([&](store::Transaction& transaction) -> base::Result<BatchUpdatePartitionResponse> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name));
    BatchUpdatePartitionResponse response{.errors = std::vector<BatchUpdatePartitionFailureEntry>()};
    for (const auto& entry : request.entries) {
      const auto updated =
          update_partition_row(transaction, table, entry.partition_value_list, entry.partition_input);
      if (updated.ok()) continue;
      if (updated.error().fault == base::Error::Fault::World) return updated.error();
      response.errors->push_back(
          {.partition_value_list = entry.partition_value_list, .error_detail = to_detail(updated.error())});
    }
    return response;
  });
}

base::Result<DeletePartitionResponse> Glue::delete_partition(const wire::RequestContext& context,
                                                             const DeletePartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  TRY(journal_.write([&](store::Transaction& transaction) -> base::Result<void> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name));
    if (!TRY(CatalogStore::remove_partition(transaction, table.row.id, request.partition_values)))
      return no_such_partition();
    return {};
  }));
  return DeletePartitionResponse{};
}

base::Result<BatchDeletePartitionResponse> Glue::batch_delete_partition(
    const wire::RequestContext& context, const BatchDeletePartitionRequest& request) {
  const Scope scope = Scope::of(context);
  TRY(check_catalog_id(scope, request.catalog_id));
  return journal_.write([&](store::Transaction& transaction) -> base::Result<BatchDeletePartitionResponse> {
    const StoredTable table =
        TRY(require_table(transaction, scope, request.database_name, request.table_name));
    BatchDeletePartitionResponse response{.errors = std::vector<PartitionError>()};
    for (const PartitionValueList& wanted : request.partitions_to_delete)
      if (!TRY(CatalogStore::remove_partition(transaction, table.row.id, wanted.values)))
        response.errors->push_back(
            {.partition_values = wanted.values, .error_detail = to_detail(no_such_partition())});
    return response;
  });
}

}  // namespace services::glue
