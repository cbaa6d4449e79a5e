#include "services/athena/inputs.h"

#include <fmt/chrono.h>

#include <algorithm>

#include "lake/data_objects.h"
#include "lake/s3_path.h"
#include "plan/program.pb.h"
#include "plan/walks.h"
#include "services/athena/key_conditions.h"
#include "services/athena/partition_projection.h"
#include "services/athena/refusals.h"

namespace services::athena {
namespace {

using Values = std::vector<std::optional<std::string>>;

// The hidden columns of a Read, and what its query wants of the paths.
class Hidden {
 public:
  Hidden(const sql::TableRead& read, const plan::PartitionDemands& demands)
      : columns_(read.hidden), paths_(kColumn, conditions(read, demands)) {}

  bool wants(const std::string& uri) const { return paths_.may_meet(uri); }

  void add(plan::PinnedObject& pinned, const lake::Object& object) const {
    for (const sql::HiddenColumn& column : columns_)
      pinned.add_partition_values()->set_value(value(column.name, pinned.uri(), object));
  }

 private:
  static const plan::Column kColumn;

  static std::vector<plan::PartitionCondition> conditions(const sql::TableRead& read,
                                                          const plan::PartitionDemands& demands) {
    if (std::ranges::find(read.hidden, sql::kPath, &sql::HiddenColumn::name) == read.hidden.end()) return {};
    return demands.of(read.plan_id, {kColumn});
  }
  static std::string value(const std::string& column, const std::string& uri, const lake::Object& object) {
    if (column == sql::kFileSize) return std::to_string(object.size);
    if (column != sql::kFileModifiedTime) return uri;
    return fmt::format("{:%F %T}",
                       std::chrono::floor<std::chrono::seconds>(object.modified_at));  // as S3 tells
  }

  const std::vector<sql::HiddenColumn>& columns_;
  const KeyConditions paths_;
};

const plan::Column Hidden::kColumn = {.name = sql::kPath, .type = "string"};

void add(plan::PinnedInput& input, std::string uri, const lake::Object& object, const Values& values,
         const Hidden& hidden) {
  plan::PinnedObject& pinned = *input.add_objects();
  pinned.set_uri(std::move(uri));
  pinned.set_content_id(object.content.str());
  pinned.set_size(object.size);
  for (const std::optional<std::string>& value : values) {
    plan::PartitionValue& partition_value = *pinned.add_partition_values();
    if (value) partition_value.set_value(*value);
  }
  hidden.add(pinned, object);
}

class Pinner {
 public:
  Pinner(lake::Lake& lake, const lake::Lease& lease, const std::string& account, plan::PinnedInput& input,
         const Hidden& hidden, const std::stop_token& stop)
      : lake_(lake), lease_(lease), account_(account), input_(input), hidden_(hidden), stop_(stop) {}

  base::Result<void> pin(const std::string& uri, const Values& values) {
    const std::optional<lake::S3Path> parsed = lake::S3Path::parse(uri);
    if (!parsed)
      return base::refusal("HIVE_INVALID_METADATA", 400,
                           "The location '" + uri + "' is not an s3:// location");
    const lake::S3Path location = parsed->folder();
    const base::Result<lake::Bucket> bucket = lake_.bucket_of(account_, location.bucket);
    if (!bucket.ok()) return said(bucket.error(), uri);
    // https://docs.aws.amazon.com/athena/latest/ug/create-table.html: hidden names are ignored.
    return lake::for_each_data_object(lake_, *bucket, location, lease_, stop_,
                                      [&](const lake::Object& object) {
                                        if (object.size == 0) return;
                                        std::string object_uri = lake::s3_uri(location.bucket, object.key);
                                        if (hidden_.wants(object_uri))
                                          add(input_, std::move(object_uri), object, values, hidden_);
                                      });
  }

 private:
  static base::Error said(base::Error error, const std::string& uri) {
    if (error.code == "NoSuchBucket") {
      return base::refusal("BUCKET_NOT_FOUND", 400,
                           "The bucket of the location '" + uri + "' does not exist");
    }
    if (error.code == "AccessDenied") {
      return base::refusal("PERMISSION_DENIED", 403, "Access denied when checking location '" + uri + "'");
    }
    return error;
  }

  lake::Lake& lake_;
  const lake::Lease& lease_;
  const std::string& account_;
  plan::PinnedInput& input_;
  const Hidden& hidden_;
  const std::stop_token& stop_;
};

// Its columns are looked for as in its table.
base::Result<void> check_storage(const plan::Table& table, const plan::Partition& partition) {
  if (partition.storage.format == table.storage.format) return {};
  return base::refusal("HIVE_PARTITION_SCHEMA_MISMATCH", 400,
                       "The partition at '" + partition.location +
                           "' is stored in another way than its table '" + table.database + "." + table.name +
                           "': that is not supported yet");
}

// The inputs of one Read, each for what is stored in one way.
class Inputs {
 public:
  explicit Inputs(const sql::TableRead& read) : read_(read) {}

  plan::PinnedInput& of(const plan::StorageFormat& storage) {
    for (StoredInput& known : inputs_)
      if (known.storage.options == storage.options) return known.input;
    plan::PinnedInput& input = inputs_.emplace_back(StoredInput{.storage = storage, .input = {}}).input;
    input.set_plan_id(read_.plan_id);
    for (const plan::Column& key : read_.table.partition_keys) input.add_partition_columns(key.name);
    for (const sql::HiddenColumn& column : read_.hidden) input.add_partition_columns(column.name);
    return input;
  }
  std::vector<StoredInput> take() && {
    if (inputs_.empty()) of(read_.table.storage);
    return std::move(inputs_);
  }

 private:
  const sql::TableRead& read_;
  std::vector<StoredInput> inputs_;
};

}  // namespace

base::Result<std::vector<StoredInput>> pin_input(const plan::PartitionDemands& demands,
                                                 const sql::TableRead& read, plan::Catalog& catalog,
                                                 lake::Lake& lake, const lake::Lease& lease,
                                                 const std::string& account, base::Timestamp now,
                                                 const std::stop_token& stop) {
  const plan::Table& table = read.table;
  Inputs inputs(read);
  const Hidden hidden(read, demands);
  const auto pin = [&](const plan::StorageFormat& storage, const std::string& location,
                       const Values& values) {
    return Pinner(lake, lease, account, inputs.of(storage), hidden, stop).pin(location, values);
  };
  if (table.partition_keys.empty()) {
    TRY(pin(table.storage, table.location, {}));
    return std::move(inputs).take();
  }
  const auto conditions = demands.of(read.plan_id, table.partition_keys);
  if (is_projected(table)) {  // all are stored as their table is
    TRY(visit_projected_partitions(table, conditions, now, stop,
                                   [&](const Values& values, const std::string& location) {
                                     return pin(table.storage, location, values);
                                   }));
    return std::move(inputs).take();
  }
  for (const plan::Partition& partition : TRY(catalog.partitions(table, conditions))) {
    if (stop.stop_requested()) return query_canceled();
    TRY(check_storage(table, partition));
    TRY(pin(partition.storage, partition.location, partition.values));
  }
  return std::move(inputs).take();
}

}  // namespace services::athena
