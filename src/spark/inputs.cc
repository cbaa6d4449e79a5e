#include "spark/inputs.h"

#include <fmt/format.h>
#include <google/protobuf/util/message_differencer.h>

#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "lake/data_objects.h"
#include "lake/hive_folders.h"
#include "plan/file_columns.h"
#include "plan/spark_error.h"
#include "plan/types.h"
#include "plan/walks.h"
#include "services/glue/catalog.h"
#include "services/glue/storage_format.h"
#include "spark/errors.h"
#include "spark/file_columns.h"
#include "spark/file_listing.h"
#include "spark/file_query.h"
#include "spark/kept_results.h"
#include "spark/partition_types.h"
#include "spark/plan_walk.h"
#include "spark/plans.h"
#include "spark/tables.h"

namespace spark_door {
namespace {

using DataSource = spark::connect::Read::DataSource;

// Ids of Reads that the client gave none, beyond those that clients and queries count.
constexpr std::int64_t kFirstId = std::int64_t{1} << 50;

// The columns that the reader was told, as a struct; none: it was told nothing.
base::Result<spark::connect::DataType> unified_schema(const DataSource& source) {
  if (source.schema().empty()) return spark::connect::DataType();
  return source.schema().starts_with('{') ? plan::parse_json_type(source.schema())
                                          : plan::parse_schema(source.schema());
}

// Takes a field out, in any case, and tells its type.
std::optional<std::string> take_field(spark::connect::DataType& schema, std::string_view name) {
  auto& fields = *schema.mutable_struct_()->mutable_fields();
  for (int i = 0; i < fields.size(); ++i) {
    if (!base::iequals(fields[i].name(), name)) continue;
    std::string type = plan::type_text(fields[i].data_type());
    fields.DeleteSubrange(i, 1);
    return type;
  }
  return std::nullopt;
}

// Partitions below several folders may be of other tables.
base::Result<void> check_one_base(const std::vector<FoundFile>& files) {
  std::set<std::string_view> bases;
  for (const FoundFile& file : files) bases.insert(std::string_view(file.uri).substr(0, file.below));
  if (bases.size() <= 1) return {};
  std::string shown;
  for (const std::string_view base : bases) shown += fmt::format("\n\t{}", base.substr(0, base.size() - 1));
  return base::refusal(
      "CONFLICTING_DIRECTORY_STRUCTURES", 400,
      fmt::format("[CONFLICTING_DIRECTORY_STRUCTURES] Conflicting directory structures detected.\nSuspicious "
                  "paths:{}\nIf provided paths are partition directories, please set \"basePath\" in the "
                  "options of the data source to specify the root directory of the table.\nIf there are "
                  "multiple root directories, please load them separately and then union them. SQLSTATE: "
                  "KD009",
                  shown));
}

plan::PinnedObject& add_object(plan::PinnedInput& input, std::string uri, std::string content_id,
                               std::int64_t size, const std::vector<std::optional<std::string>>& values) {
  plan::PinnedObject& object = *input.add_objects();
  object.set_uri(std::move(uri));
  object.set_content_id(std::move(content_id));
  object.set_size(size);
  for (const auto& value : values) {
    plan::PartitionValue& added = *object.add_partition_values();
    if (value) added.set_value(*value);
  }
  return object;
}

// Where folders are partitions, files beside them are none of the table's; where none is, only the files of
// the folder itself are.
void keep_partitions_or_top(std::vector<FoundFile>& files) {
  const auto folder = [](const FoundFile& file) {
    const std::string_view below = file.path_below();
    return below.substr(0, below.rfind('/') + 1);  // npos + 1 is 0
  };
  const auto in_partition = [&](const FoundFile& file) {
    return folder(file).find('=') != std::string_view::npos;
  };
  const bool partitioned = std::ranges::any_of(files, in_partition);
  std::erase_if(files, [&](const FoundFile& file) {
    return partitioned ? !in_partition(file) : !folder(file).empty();
  });
}

// Two passes: the walk pins files and remembers tables, and only when all Reads have their ids is it known
// what the plan demands of the tables' partitions.
class Pinner {
 public:
  Pinner(const Storage& storage, const engine::SessionFiles& files, const lake::Lease& lease,
         const std::stop_token& stop)
      : storage_(storage),
        files_(files),
        lease_(lease),
        stop_(stop),
        catalog_(storage.journal, storage.scope) {}

  base::Result<std::vector<plan::PinnedInput>> pin(plan::Relation& relation) {
    knows_files_ = plan::asks_for_files(relation);
    TRY(walk(relation, [&](google::protobuf::Message& message) -> base::Result<void> {
      if (message.GetDescriptor() != plan::Relation::descriptor()) return {};
      auto& source = static_cast<plan::Relation&>(message);
      if (source.has_cached_remote_relation()) TRY(take_checkpoint(source));
      if (source.has_cached_local_relation() || source.has_chunked_cached_local_relation())
        return take_sent_rows(source);
      return source.has_read() ? take(source) : base::Result<void>();
    }));
    const plan::PartitionDemands demands(relation);
    for (const auto& [id, table] : tables_) TRY(pin_table(id, table, demands));
    return std::move(inputs_);
  }

 private:
  // One relation may be used at several places, with one plan id: they are compared as the client sent them,
  // as the first has been changed by then, and all become the same Read.
  base::Result<void> take(plan::Relation& relation) {
    if (!relation.common().has_plan_id()) relation.mutable_common()->set_plan_id(next_id_++);
    const std::int64_t id = relation.common().plan_id();
    const auto known = taken_.find(id);
    if (known != taken_.end()) {
      if (!google::protobuf::util::MessageDifferencer::Equals(known->second.asked, relation.read()))
        return base::refusal("INVALID_PLAN_INPUT", 400,
                             fmt::format("[INVALID_PLAN_INPUT] Two reads have the plan id {}.", id));
      *relation.mutable_read() = known->second.read;
      return {};
    }
    Taken taken{.asked = relation.read(), .read = {}};
    spark::connect::Read& read = *relation.mutable_read();
    if (read.is_streaming()) return not_supported("reading a stream");
    if (!read.has_data_source()) return not_supported("a read of no source");
    const std::string& format = read.data_source().format();
    TRY(format == kTableSource         ? take_table(id, read)
        : format == plan::kArrowFormat ? pin_sent_rows(id, *read.mutable_data_source())
                                       : take_files(id, *read.mutable_data_source()));
    taken.read = read;
    taken_.emplace(id, std::move(taken));
    return {};
  }

  // The rows of a checkpoint are kept as those are that the client has sent.
  base::Result<void> take_checkpoint(plan::Relation& relation) const {
    const std::string id = relation.cached_remote_relation().relation_id();
    if (!files_.contains(std::string(engine::kCachedRows) + id))
      return base::refusal(
          "INVALID_PLAN_INPUT", 400,
          fmt::format("[INVALID_PLAN_INPUT] No DataFrame with id {} is found in the session.", id));
    *relation.mutable_chunked_cached_local_relation() = rows_named(id).chunked_cached_local_relation();
    return {};
  }

  // Clients before 4.1 send a whole LocalRelation; those since then its rows, in chunks, and their schema.
  base::Result<void> take_sent_rows(plan::Relation& relation) {
    if (relation.has_cached_local_relation()) {
      const std::string local = TRY(text_of(relation.cached_local_relation().hash()));
      if (!relation.mutable_local_relation()->ParseFromString(local))
        return plan::illegal_argument("The session has sent rows that are no LocalRelation.");
      return {};
    }
    const auto& sent = relation.chunked_cached_local_relation();
    spark::connect::Read read;
    DataSource& source = *read.mutable_data_source();
    source.set_format(std::string(plan::kArrowFormat));
    if (sent.has_schemahash()) {
      source.set_schema(TRY(text_of(sent.schemahash())));
      source.set_schema(plan::schema_text(TRY(unified_schema(source))));
    }
    for (const std::string& hash : sent.datahashes())
      source.add_paths(std::string(engine::kCachedRows) + hash);
    *relation.mutable_read() = std::move(read);
    return take(relation);
  }

  base::Result<void> pin_sent_rows(std::int64_t id, DataSource& source) {
    TRY(only(source, {"format", "schema", "paths"}));
    if (source.paths().empty()) return plan::illegal_argument("Rows that were sent are of no chunk.");
    plan::PinnedInput& input = inputs_.emplace_back();
    input.set_plan_id(id);
    for (const std::string& name : source.paths()) add_object(input, name, name, TRY(sent(name))->size, {});
    source.clear_paths();
    return {};
  }

  base::Result<std::shared_ptr<const engine::SessionFile>> sent(const std::string& name) {
    const auto found = files_.find(name);
    if (found == files_.end())
      return plan::illegal_argument(
          fmt::format("Not found any cached local relation with the name {} in this session.", name));
    return found->second;
  }

  base::Result<std::string> text_of(const std::string& hash) {
    const auto file = TRY(sent(std::string(engine::kCachedRows) + hash));
    std::string text(static_cast<std::size_t>(file->size), '\0');
    text.resize(TRY(base::read_at(file->file.get(), text, 0)));
    return text;
  }

  base::Result<void> take_table(std::int64_t id, spark::connect::Read& read) {
    const auto table = TRY(find_table(catalog_, read.data_source().paths(0)));
    std::vector<std::string> columns;
    for (const auto* part : {&table.columns, &table.partition_keys})
      for (const plan::Column& column : *part)
        columns.push_back(fmt::format("{} {}", plan::quoted(column.name), column.type));
    const plan::StorageFormat storage = services::glue::as_spark_reads(table.storage);
    plan::Relation source = plan::read(storage.format, base::join(columns, ", "), storage.options, id);
    read = std::move(*source.mutable_read());
    tables_.emplace(id, table);
    return {};
  }

  base::Result<void> pin_table(std::int64_t id, const plan::Table& table,
                               const plan::PartitionDemands& demands) {
    plan::PinnedInput& input = inputs_.emplace_back();
    input.set_plan_id(id);
    for (const plan::Column& key : table.partition_keys) input.add_partition_columns(key.name);
    if (knows_files_) declare_file_columns(input);
    if (table.partition_keys.empty()) return pin_folder(input, table.location, {});
    for (const auto& partition : TRY(catalog_.partitions(table, demands.of(id, table.partition_keys)))) {
      if (partition.storage.format != table.storage.format)
        return not_supported(fmt::format("a table with partitions of {} and {}", table.storage.format,
                                         partition.storage.format));
      if (partition.storage.options != table.storage.options)
        return not_supported("a table with partitions whose SerDe parameters are not its own");
      TRY(pin_folder(input, partition.location, partition.values));
    }
    return {};
  }

  base::Result<void> pin_folder(plan::PinnedInput& input, const std::string& location,
                                const std::vector<std::optional<std::string>>& values) {
    const auto place = lake::S3Path::parse(location);
    if (!place) return not_supported(fmt::format("the location '{}' of a table", location));
    const auto bucket = storage_.lake.bucket_of(storage_.scope.account, place->bucket);
    if (!bucket.ok()) return base::Error(bucket.error()).context(location);
    return lake::for_each_data_object(
        storage_.lake, *bucket, place->folder(), lease_, stop_, [&](const lake::Object& object) {
          // Markers of folders, and files that a writer opened and left.
          if (object.size == 0) return;
          auto& added = add_object(input, lake::s3_uri(place->bucket, object.key), object.content.str(),
                                   object.size, values);
          if (!knows_files_) return;
          // As S3 tells when.
          add_file_columns(added, scheme_of(location),
                           std::chrono::floor<std::chrono::seconds>(object.modified_at));
        });
  }

  // 1. The reader's own options are taken off; what is left is the format's.
  // 2. The files; of a folder, its partitions or else its top.
  // 3. Folders name=value become columns.
  // 4. Their types are those that the reader was told, else what all values fit.
  base::Result<void> take_files(std::int64_t id, DataSource& source) {
    TRY(only(source, {"format", "schema", "options", "paths"}));
    if (source.format().empty()) source.set_format("parquet");
    source.set_format(base::to_lower(source.format()));
    const FileQuery query = TRY(take_file_query(source));
    if (query.paths.empty())
      return not_supported(fmt::format("the source '{}' without a path", source.format()));
    std::vector<FoundFile> files = TRY(find_files(query, storage_, lease_, stop_));
    if (!query.recursive) keep_partitions_or_top(files);
    if (files.empty() && source.schema().empty() && source.format() != "text")
      return plan::no_schema(source.format());
    lake::FolderColumns folders;
    if (!query.recursive) {
      std::vector<lake::PlacedFile> placed;
      for (const FoundFile& file : files) placed.push_back({file.uri, file.path_below()});
      folders = TRY(lake::hive_folders(placed));
    }
    if (!folders.names.empty() && !query.base_path) TRY(check_one_base(files));
    plan::PinnedInput& input = inputs_.emplace_back();
    input.set_plan_id(id);
    auto schema = TRY(unified_schema(source));
    for (std::size_t c = 0; c < folders.names.size(); ++c) {
      input.add_partition_columns(folders.names[c]);
      const auto declared = take_field(schema, folders.names[c]);
      std::vector<std::optional<std::string>> values;
      for (const auto& row : folders.values) values.push_back(row[c]);
      input.add_partition_types(declared ? *declared : partition_type(values));
    }
    // Without the partition columns, which no file has.
    if (!source.schema().empty()) source.set_schema(plan::schema_text(schema));
    pin_files(input, std::move(files), folders);
    return {};
  }

  void pin_files(plan::PinnedInput& input, std::vector<FoundFile> files,
                 const lake::FolderColumns& folders) const {
    if (knows_files_) declare_file_columns(input);
    for (std::size_t i = 0; i < files.size(); ++i) {
      auto& object =
          add_object(input, std::move(files[i].uri), std::move(files[i].content_id), files[i].size,
                     folders.names.empty() ? std::vector<std::optional<std::string>>() : folders.values[i]);
      if (knows_files_) add_file_columns(object, files[i].scheme, files[i].modified_at);
    }
  }

  struct Taken {
    spark::connect::Read asked;  // as the plan had it
    spark::connect::Read read;
  };

  const Storage& storage_;
  const engine::SessionFiles& files_;
  const lake::Lease& lease_;
  const std::stop_token& stop_;
  services::glue::Catalog catalog_;
  bool knows_files_ = false;  // the plan asks of what files rows are
  std::int64_t next_id_ = kFirstId;
  std::map<std::int64_t, Taken> taken_;
  std::map<std::int64_t, plan::Table> tables_;
  std::vector<plan::PinnedInput> inputs_;
};

}  // namespace

base::Result<std::vector<plan::PinnedInput>> pin_inputs(plan::Relation& relation, const Storage& storage,
                                                        const engine::SessionFiles& files,
                                                        const lake::Lease& lease,
                                                        const std::stop_token& stop) {
  return Pinner(storage, files, lease, stop).pin(relation);
}

}  // namespace spark_door
