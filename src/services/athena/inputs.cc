#include "services/athena/inputs.h"

#include <algorithm>

#include "lake/data_objects.h"
#include "lake/s3_path.h"
#include "plan/program.pb.h"
#include "plan/walks.h"
#include "services/athena/partition_projection.h"
#include "services/athena/refusals.h"

namespace services::athena {
namespace {

using Values = std::vector<std::optional<std::string>>;

void add(plan::PinnedInput& input, const std::string& bucket, const lake::Object& object,
         const Values& values) {
  plan::PinnedObject& pinned = *input.add_objects();
  pinned.set_uri(lake::s3_uri(bucket, object.key));
  pinned.set_content_id(object.content.str());
  pinned.set_size(object.size);
  for (const std::optional<std::string>& value : values) {
    plan::PartitionValue& partition_value = *pinned.add_partition_values();
    if (value) partition_value.set_value(*value);
  }
}

class Pinner {
 public:
  Pinner(lake::Lake& lake, const lake::Lease& lease, const std::string& account, plan::PinnedInput& input)
      : lake_(lake), lease_(lease), account_(account), input_(input) {}

  base::Result<void> pin(const std::string& uri, const Values& values) {
    const std::optional<lake::S3Path> parsed = lake::S3Path::parse(uri);
    if (!parsed)
      return base::refusal("HIVE_INVALID_METADATA", 400,
                           "The location '" + uri + "' is not an s3:// location");
    const lake::S3Path location = parsed->folder();
    const base::Result<lake::Bucket> bucket = lake_.bucket_of(account_, location.bucket);
    if (!bucket.ok()) return said(bucket.error(), uri);
    // https://docs.aws.amazon.com/athena/latest/ug/create-table.html: hidden names are ignored.
    return lake::for_each_data_object(lake_, *bucket, location, lease_, {}, [&](const lake::Object& object) {
      if (object.size > 0) add(input_, location.bucket, object, values);
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
};

// The plan reads all partitions in one way.
base::Result<void> check_storage(const plan::Table& table, const plan::Partition& partition) {
  const bool same =
      partition.storage.format == table.storage.format && partition.storage.options == table.storage.options;
  if (same) return {};
  return base::refusal("HIVE_PARTITION_SCHEMA_MISMATCH", 400,
                       "The partition at '" + partition.location +
                           "' is stored in another way than its table '" + table.database + "." + table.name +
                           "': that is not supported yet");
}

}  // namespace

base::Result<plan::PinnedInput> pin_input(const plan::PartitionDemands& demands, const sql::TableRead& read,
                                          plan::Catalog& catalog, lake::Lake& lake, const lake::Lease& lease,
                                          const std::string& account, base::Timestamp now,
                                          const std::stop_token& stop) {
  plan::PinnedInput input;
  input.set_plan_id(read.plan_id);
  Pinner pinner(lake, lease, account, input);
  if (read.table.partition_keys.empty()) {
    TRY(pinner.pin(read.table.location, {}));
    return input;
  }
  for (const plan::Column& key : read.table.partition_keys) input.add_partition_columns(key.name);
  const auto conditions = demands.of(read.plan_id, read.table.partition_keys);
  if (is_projected(read.table)) {  // all are stored as their table is
    TRY(visit_projected_partitions(
        read.table, conditions, now, stop,
        [&](const Values& values, const std::string& location) { return pinner.pin(location, values); }));
    return input;
  }
  for (const plan::Partition& partition : TRY(catalog.partitions(read.table, conditions))) {
    if (stop.stop_requested()) return query_canceled();
    TRY(check_storage(read.table, partition));
    TRY(pinner.pin(partition.location, partition.values));
  }
  return input;
}

}  // namespace services::athena
