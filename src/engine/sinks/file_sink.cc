#include "engine/sinks/file_sink.h"

#include <algorithm>

#include "duckdb/execution/execution_context.hpp"
#include "duckdb/function/copy_function.hpp"
#include "duckdb/main/client_context.hpp"
#include "duckdb/parallel/task_executor.hpp"
#include "engine/sinks/avro_format.h"
#include "engine/sinks/orc_format.h"
#include "engine/sinks/parquet_format.h"
#include "engine/sinks/partition_dealer.h"
#include "engine/sinks/row_groups.h"
#include "engine/sinks/sink_copy.h"
#include "engine/sinks/text_format.h"

namespace engine {
namespace {

using duckdb::ClientContext;
using duckdb::DataChunk;

constexpr const char* kParallel = "dovetail_files";
constexpr const char* kOrdered = "dovetail_files_ordered";

using Binding = FileBinding;
using Shared = SharedFiles;
using Thread = ThreadBuffers;

Binding& binding_of(duckdb::FunctionData& data) {
  return static_cast<Binding&>(data);
}

void sink(duckdb::ExecutionContext& execution, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global,
          duckdb::LocalFunctionData& local, DataChunk& chunk) {
  auto& binding = binding_of(data);
  auto& shared = static_cast<Shared&>(global);
  auto& own = static_cast<Thread&>(local);
  if (!binding.spec.partition_columns.empty()) return deal(execution.client, binding, shared, own, chunk);
  auto& buffer = own.partitions[""];
  if (!buffer.rows) start_buffer(execution.client, binding, buffer);
  append(execution.client, binding, shared, own, buffer, chunk);
}

void combine(duckdb::ExecutionContext& execution, duckdb::FunctionData& data,
             duckdb::GlobalFunctionData& global, duckdb::LocalFunctionData& local) {
  auto& shared = static_cast<Shared&>(global);
  auto& own = static_cast<Thread&>(local);
  combine_rows(execution.client, binding_of(data), shared, own);
  combine_spooled(shared, own);
}

// Writes what is left of one partition.
class RestTask final : public duckdb::BaseExecutorTask {
 public:
  RestTask(duckdb::TaskExecutor& executor, ClientContext& context, Binding& binding, Shared& shared,
           const PartitionTexts& values, RowCollection& rows)
      : BaseExecutorTask(executor),
        context_(context),
        binding_(binding),
        shared_(shared),
        values_(values),
        rows_(rows) {}
  void ExecuteTask() override { end_partition(context_, binding_, shared_, values_, std::move(rows_)); }

 private:
  ClientContext& context_;
  Binding& binding_;
  Shared& shared_;
  const PartitionTexts& values_;
  RowCollection& rows_;
};

// Each thread has one file open at a time, where they are many.
void write_rest(ClientContext& context, Binding& binding, Shared& shared) {
  duckdb::TaskExecutor executor(context);
  for (auto& [values, rows] : shared.rest)
    executor.ScheduleTask(duckdb::make_uniq<RestTask>(executor, context, binding, shared, values, rows));
  executor.WorkOnTasks();
}

void finish(ClientContext& context, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global) {
  auto& binding = binding_of(data);
  auto& shared = static_cast<Shared&>(global);
  write_spooled(context, binding, shared);
  write_rest(context, binding, shared);
  if (binding.spec.file_without_rows && binding.spec.files.empty() && shared.files.empty())
    open_file(context, binding, shared, {});
  for (auto& [values, file] : shared.files) close_file(context, binding, shared, values, *file);
  shared.files.clear();
  std::ranges::sort(binding.spec.files, {}, &WriteSpec::File::uri);  // whichever thread was first
}

std::vector<Field> fields_of(const duckdb::vector<duckdb::string>& names,
                             const duckdb::vector<duckdb::LogicalType>& types) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < names.size(); ++i) fields.push_back({names[i], types[i]});
  return fields;
}

std::unique_ptr<FileFormat> format_of(ClientContext& context, const WriteSpec& spec,
                                      const duckdb::vector<duckdb::string>& names,
                                      const duckdb::vector<duckdb::LogicalType>& types) {
  std::vector<std::string> texts(names.begin(), names.end());
  switch (spec.encoding) {
    case WriteSpec::Encoding::Parquet:
      return std::make_unique<ParquetFormat>(context, spec.compression, names, types);
    case WriteSpec::Encoding::Csv:
      return std::make_unique<CsvFormat>(spec.storage, spec.text_compression, spec.csv, std::move(texts));
    case WriteSpec::Encoding::Json:
      return std::make_unique<JsonFormat>(spec.storage, spec.text_compression, std::move(texts));
    case WriteSpec::Encoding::Orc:
      return std::make_unique<OrcFormat>(spec.storage, spec.block_codec, fields_of(names, types));
    case WriteSpec::Encoding::Avro:
      return std::make_unique<AvroFormat>(spec.storage, spec.block_codec, spec.avro_schema, spec.avro,
                                          fields_of(names, types));
  }
  return nullptr;
}

duckdb::unique_ptr<duckdb::FunctionData> bind(ClientContext& context, duckdb::CopyFunctionBindInput& input,
                                              const duckdb::vector<duckdb::string>& names,
                                              const duckdb::vector<duckdb::LogicalType>& types) {
  auto& spec = spec_of(input.info);
  auto binding = duckdb::make_uniq<Binding>(spec);
  const auto data_columns = static_cast<std::ptrdiff_t>(types.size() - spec.partition_columns.size());
  binding->all_types.assign(types.begin(), types.end());
  binding->types.assign(types.begin(), types.begin() + data_columns);
  const duckdb::vector<duckdb::string> data_names(names.begin(), names.begin() + data_columns);
  binding->format = format_of(context, spec, data_names, binding->types);
  return binding;
}

duckdb::unique_ptr<duckdb::GlobalFunctionData> start(ClientContext&, duckdb::FunctionData&,
                                                     const duckdb::string&) {
  return duckdb::make_uniq<Shared>();
}

duckdb::unique_ptr<duckdb::LocalFunctionData> start_thread(duckdb::ExecutionContext& execution,
                                                           duckdb::FunctionData&) {
  auto own = duckdb::make_uniq<Thread>();
  set_bounds(execution.client, *own, 0);
  return own;
}

duckdb::CopyFunctionExecutionMode parallel(bool, bool) {
  return duckdb::CopyFunctionExecutionMode::PARALLEL_COPY_TO_FILE;
}
duckdb::CopyFunctionExecutionMode one_thread(bool, bool) {
  return duckdb::CopyFunctionExecutionMode::REGULAR_COPY_TO_FILE;
}

}  // namespace

void register_file_sink(duckdb::ExtensionLoader& loader) {
  for (const char* name : {kParallel, kOrdered}) {
    duckdb::CopyFunction function(name);
    function.copy_to_bind = bind;
    function.copy_to_initialize_global = start;
    function.copy_to_initialize_local = start_thread;
    function.copy_to_sink = sink;
    function.copy_to_combine = combine;
    function.copy_to_finalize = finish;
    function.execution_mode = name == kParallel ? parallel : one_thread;
    loader.RegisterFunction(std::move(function));
  }
}

duckdb::unique_ptr<duckdb::CopyStatement> copy_to_files(duckdb::unique_ptr<duckdb::QueryNode> query,
                                                        WriteSpec& spec, bool ordered) {
  return copy_to_sink(ordered ? kOrdered : kParallel, std::move(query), spec);
}

}  // namespace engine
