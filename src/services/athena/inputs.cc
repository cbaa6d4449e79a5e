#include "services/athena/inputs.h"

#include <algorithm>

#include "plan/program.pb.h"
#include "plan/walks.h"
#include "services/athena/s3_location.h"

namespace services::athena {
namespace {

using Values = std::vector<std::optional<std::string>>;

// https://docs.aws.amazon.com/athena/latest/ug/create-table.html: names that begin so are ignored, in folders
// below too.
bool is_hidden(std::string_view path_below_location) {
  bool at_start = true;
  for (const char c : path_below_location) {
    if (at_start && (c == '_' || c == '.')) return true;
    at_start = c == '/';
  }
  return false;
}

void add(plan::PinnedInput& input, const std::string& bucket, const lake::Object& object,
         const Values& values) {
  plan::PinnedObject& pinned = *input.add_objects();
  pinned.set_uri("s3://" + bucket + "/" + object.key);
  pinned.set_content_id(object.content.str());
  pinned.set_size(object.size);
  for (const std::optional<std::string>& value : values) {
    plan::PartitionValue& partition_value = *pinned.add_partition_values();
    if (value) partition_value.set_value(*value);
  }
}

class Pinner {
 public:
  Pinner(lake::Lake& lake, const lake::Lease& lease, plan::PinnedInput& input)
      : lake_(lake), lease_(lease), input_(input) {}

  base::Result<void> pin(const std::string& uri, const Values& values) {
    const std::optional<S3Location> parsed = parse_s3_location(uri);
    if (!parsed)
      return base::refusal("HIVE_INVALID_METADATA", 400,
                           "The location '" + uri + "' is not an s3:// location");
    const S3Location location = parsed->folder();
    lake::ListQuery query{.prefix = location.key, .max_keys = 10000, .as_of = lease_.sequence()};
    while (true) {
      const base::Result<lake::Listing> listing = lake_.list(location.bucket, query);
      if (!listing.ok()) return said(listing.error(), uri);
      for (const lake::Object& object : listing->objects) {
        const bool data =
            object.size > 0 && !is_hidden(std::string_view(object.key).substr(location.key.size()));
        if (data) add(input_, location.bucket, object, values);
      }
      if (!listing->truncated) return {};
      query.start_after = listing->next;
    }
  }

 private:
  static base::Error said(base::Error error, const std::string& uri) {
    if (error.code == "NoSuchBucket") {
      return base::refusal("BUCKET_NOT_FOUND", 400,
                           "The bucket of the location '" + uri + "' does not exist");
    }
    return error;
  }

  lake::Lake& lake_;
  const lake::Lease& lease_;
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
                                          plan::Catalog& catalog, lake::Lake& lake,
                                          const lake::Lease& lease) {
  plan::PinnedInput input;
  input.set_plan_id(read.plan_id);
  Pinner pinner(lake, lease, input);
  if (read.table.partition_keys.empty()) {
    TRY(pinner.pin(read.table.location, {}));
    return input;
  }
  for (const plan::Column& key : read.table.partition_keys) input.add_partition_columns(key.name);
  const auto conditions = demands.of(read.plan_id, read.table.partition_keys);
  for (const plan::Partition& partition : TRY(catalog.partitions(read.table, conditions))) {
    TRY(check_storage(read.table, partition));
    TRY(pinner.pin(partition.location, partition.values));
  }
  return input;
}

}  // namespace services::athena
