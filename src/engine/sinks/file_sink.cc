#include "engine/sinks/file_sink.h"

#include <algorithm>

#include "duckdb/execution/execution_context.hpp"
#include "duckdb/function/copy_function.hpp"
#include "duckdb/main/client_context.hpp"
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

// What a thread has gathered: rows of the one file, or of the partitions'.
struct Thread final : duckdb::LocalFunctionData {
  RowBuffer rows;
  std::unique_ptr<PartitionDealer> dealer;
  DataChunk numbered;  // rows that are dealt out in turn, with their parts
};

struct Shared final : duckdb::GlobalFunctionData {
  OpenFiles files;
  std::atomic<std::int64_t> turn{0};  // of the next row
  std::mutex mutex;
  RowCollection rest;                       // of threads that have ended, of the one file
  std::unique_ptr<PartitionDealer> dealer;  // likewise, of the partitions
};

Binding& binding_of(duckdb::FunctionData& data) {
  return static_cast<Binding&>(data);
}

// The chunk, and behind its columns the part of each row.
DataChunk& in_turn(const Binding& binding, Shared& shared, DataChunk& chunk, DataChunk& numbered) {
  if (numbered.ColumnCount() == 0) numbered.InitializeEmpty(binding.all_types);
  const auto& parts = binding.spec.parts;
  const std::int64_t turn = parts.first + shared.turn.fetch_add(static_cast<std::int64_t>(chunk.size()));
  duckdb::Vector numbers(duckdb::LogicalType::VARCHAR);
  auto* texts = duckdb::FlatVector::GetData<duckdb::string_t>(numbers);
  for (duckdb::idx_t row = 0; row < chunk.size(); ++row) {
    const std::string text = std::to_string((turn + static_cast<std::int64_t>(row)) % parts.count);
    texts[row] = duckdb::StringVector::AddString(numbers, text);
  }
  for (std::size_t i = 0; i < chunk.ColumnCount(); ++i) numbered.data[i].Reference(chunk.data[i]);
  numbered.data[chunk.ColumnCount()].Reference(numbers);
  numbered.SetCardinality(chunk.size());
  return numbered;
}

void sink(duckdb::ExecutionContext& execution, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global,
          duckdb::LocalFunctionData& local, DataChunk& chunk) {
  auto& binding = binding_of(data);
  auto& shared = static_cast<Shared&>(global);
  auto& own = static_cast<Thread&>(local);
  if (binding.all_types.size() == binding.types.size())
    return append(execution.client, binding, shared.files, own.rows, chunk);
  if (!own.dealer) own.dealer = std::make_unique<PartitionDealer>(execution.client, binding, shared.files, 0);
  const bool turns = binding.spec.parts.by == WriteSpec::Parts::By::Turn;
  own.dealer->add(turns ? in_turn(binding, shared, chunk, own.numbered) : chunk);
}

// Rows of several threads become one row group, while that is of the size that one thread's may be.
void combine_rows(ClientContext& context, Binding& binding, Shared& shared, RowBuffer& own) {
  if (!own.rows) return;
  own.append = duckdb::ColumnDataAppendState();
  std::unique_lock lock(shared.mutex);
  if (!shared.rest) {
    shared.rest = std::move(own.rows);
  } else if (shared.rest->Count() + own.rows->Count() <= kRowGroupRows &&
             shared.rest->SizeInBytes() + own.rows->SizeInBytes() <= own.most_bytes) {
    shared.rest->Combine(*own.rows);
  } else {
    lock.unlock();
    write_buffer(context, binding, shared.files, own);
  }
}

void combine(duckdb::ExecutionContext& execution, duckdb::FunctionData& data,
             duckdb::GlobalFunctionData& global, duckdb::LocalFunctionData& local) {
  auto& shared = static_cast<Shared&>(global);
  auto& own = static_cast<Thread&>(local);
  if (!own.dealer) return combine_rows(execution.client, binding_of(data), shared, own.rows);
  std::lock_guard lock(shared.mutex);
  if (shared.dealer)
    shared.dealer->combine(*own.dealer);
  else
    shared.dealer = std::move(own.dealer);
}

PartitionTexts first_part(const Binding& binding) {
  return binding.all_types.size() == binding.types.size() ? PartitionTexts() : PartitionTexts{"0"};
}

// Whether the first part has a file, which it has of no rows, too.
bool has_first(const Binding& binding, const OpenFiles& files) {
  if (const auto first = first_part(binding); !first.empty()) return files.begun.contains(first);
  return !binding.spec.files.empty() || !files.current.empty();
}

void finish(ClientContext& context, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global) {
  auto& binding = binding_of(data);
  auto& shared = static_cast<Shared&>(global);
  if (shared.dealer) shared.dealer->finish();
  auto& files = shared.files;
  if (shared.rest) write_rows(context, binding, files, {}, std::move(shared.rest));
  if (binding.spec.file_without_rows && !has_first(binding, files))
    open_file(context, binding, files, first_part(binding));
  for (auto& [values, file] : files.current) close_file(context, binding, files, values, *file);
  files.current.clear();
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
      return std::make_unique<CsvFormat>(spec.storage, spec.text_compression, spec.charset, spec.csv,
                                         spec.times, std::move(texts));
    case WriteSpec::Encoding::OpenCsv:
      return std::make_unique<OpenCsvFormat>(spec.storage, spec.text_compression, spec.open_csv,
                                             std::move(texts));
    case WriteSpec::Encoding::HiveText:
      return std::make_unique<HiveTextFormat>(spec.storage, spec.text_compression, spec.hive_text,
                                              std::move(texts));
    case WriteSpec::Encoding::Json: {
      std::optional<JsonSerde> serde;
      if (spec.json_serde) serde.emplace(*spec.json_serde, spec.json_nulls);
      return std::make_unique<JsonFormat>(spec.storage, spec.text_compression, spec.charset, spec.json,
                                          spec.times, std::move(serde), std::move(texts));
    }
    case WriteSpec::Encoding::Text:
      return std::make_unique<LineFormat>(spec.storage, spec.text_compression, spec.line_end);
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
  using By = WriteSpec::Parts::By;
  const std::size_t keys = spec.partition_columns.size() + (spec.parts.by == By::Number ? 1 : 0);
  const auto data_columns = static_cast<std::ptrdiff_t>(types.size() - keys);
  binding->all_types.assign(types.begin(), types.end());
  if (spec.parts.by == By::Turn) binding->all_types.push_back(duckdb::LogicalType::VARCHAR);
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
  own->rows.most_bytes = std::min(kRowGroupBytes, buffer_budget(execution.client));
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
