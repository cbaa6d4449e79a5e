#include "engine/sinks/parquet_sink.h"

#include <unordered_map>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/copy_function_catalog_entry.hpp"
#include "duckdb/execution/execution_context.hpp"
#include "duckdb/function/copy_function.hpp"
#include "duckdb/main/client_context.hpp"
#include "engine/sinks/row_groups.h"
#include "engine/sinks/sink_copy.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::ClientContext;
using duckdb::DataChunk;
using duckdb::idx_t;
using Values = PartitionTexts;

constexpr const char* kParallel = "dovetail_parquet";
constexpr const char* kOrdered = "dovetail_parquet_ordered";

using Binding = ParquetBinding;
using Buffer = RowBuffer;
using Shared = SharedFiles;
using Thread = ThreadBuffers;

Binding& binding_of(duckdb::FunctionData& data) {
  return static_cast<Binding&>(data);
}

// A key that no other values have: lengths stand before the texts.
void add_to_key(std::string& key, const duckdb::string_t* text) {
  const std::uint32_t length = text ? static_cast<std::uint32_t>(text->GetSize()) : ~0u;
  key.append(reinterpret_cast<const char*>(&length), sizeof(length));
  if (text) key.append(text->GetData(), text->GetSize());
}

// The partition columns of a chunk, row by row.
class KeyReader {
 public:
  KeyReader(DataChunk& chunk, std::size_t first) {
    for (auto i = first; i < chunk.ColumnCount(); ++i)
      chunk.data[i].ToUnifiedFormat(chunk.size(), formats_.emplace_back());
  }
  void read(idx_t row, std::string& key) const {
    key.clear();
    for (const auto& format : formats_) add_to_key(key, text(format, row));
  }
  Values values(idx_t row) const {
    Values result;
    for (const auto& format : formats_) {
      const auto* value = text(format, row);
      result.push_back(value && value->GetSize() > 0 ? std::optional(value->GetString()) : std::nullopt);
    }
    return result;
  }

 private:
  static const duckdb::string_t* text(const duckdb::UnifiedVectorFormat& format, idx_t row) {
    const auto index = format.sel->get_index(row);
    if (!format.validity.RowIsValid(index)) return nullptr;
    return duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(format) + index;
  }
  std::vector<duckdb::UnifiedVectorFormat> formats_;
};

// Ends the partitions before the current one: sorted rows do not come back to them.
void end_partitions(ClientContext& context, Binding& binding, Shared& shared, Thread& own) {
  for (auto& [key, buffer] : own.partitions) {
    write_rows(context, binding, shared, buffer.values, std::move(buffer.rows));
    if (const auto file = shared.files.extract(buffer.values))
      close_file(context, binding, buffer.values, *file.mapped());
  }
  own.partitions.clear();
  own.bytes = 0;
}

Buffer& buffer_for(ClientContext& context, Binding& binding, Shared& shared, Thread& own,
                   const std::string& key, const KeyReader& reader, idx_t row) {
  const auto found = own.partitions.find(key);
  if (found != own.partitions.end()) return found->second;
  if (binding.spec.sorted_by_partition) end_partitions(context, binding, shared, own);
  if (own.partitions.size() >= kMaxPartitions)
    raise(base::refusal(kTooManyPartitions, 500, "unsorted partitions"));
  auto& buffer = own.partitions[key];
  buffer.values = reader.values(row);
  start_buffer(context, binding, buffer);
  return buffer;
}

// Deals the rows out to their partitions, each partition's rows of the chunk at once.
void deal(ClientContext& context, Binding& binding, Shared& shared, Thread& own, DataChunk& chunk,
          DataChunk& data) {
  const KeyReader reader(chunk, data.ColumnCount());
  struct Share {
    std::string key;
    duckdb::SelectionVector rows{STANDARD_VECTOR_SIZE};
    idx_t count = 0;
  };
  std::vector<std::unique_ptr<Share>> shares;  // in the order of their first rows
  std::unordered_map<std::string, Share*> by_key;
  std::string key;
  Share* last = nullptr;
  for (idx_t row = 0; row < chunk.size(); ++row) {
    reader.read(row, key);
    if (!last || last->key != key) {
      auto& share = by_key[key];
      if (!share) {
        share = shares.emplace_back(std::make_unique<Share>()).get();
        share->key = key;
      }
      last = share;
    }
    last->rows.set_index(last->count++, row);
  }
  for (const auto& share : shares) {
    auto& buffer = buffer_for(context, binding, shared, own, share->key, reader, share->rows.get_index(0));
    DataChunk part;
    part.InitializeEmpty(binding.types);
    part.Slice(data, share->rows, share->count);
    append(context, binding, shared, own, buffer, part);
  }
}

void sink(duckdb::ExecutionContext& execution, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global,
          duckdb::LocalFunctionData& local, DataChunk& chunk) {
  auto& binding = binding_of(data);
  auto& shared = static_cast<Shared&>(global);
  auto& own = static_cast<Thread&>(local);
  DataChunk columns;
  columns.InitializeEmpty(binding.types);
  for (idx_t i = 0; i < binding.types.size(); ++i) columns.data[i].Reference(chunk.data[i]);
  columns.SetCardinality(chunk.size());
  if (!binding.spec.partition_columns.empty())
    return deal(execution.client, binding, shared, own, chunk, columns);
  auto& buffer = own.partitions[""];
  if (!buffer.rows) start_buffer(execution.client, binding, buffer);
  append(execution.client, binding, shared, own, buffer, columns);
}

void combine(duckdb::ExecutionContext& execution, duckdb::FunctionData& data,
             duckdb::GlobalFunctionData& global, duckdb::LocalFunctionData& local) {
  combine_rows(execution.client, binding_of(data), static_cast<Shared&>(global), static_cast<Thread&>(local));
}

void finish(ClientContext& context, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global) {
  auto& binding = binding_of(data);
  auto& shared = static_cast<Shared&>(global);
  for (auto& [values, rows] : shared.rest) {
    write_rows(context, binding, shared, values, std::move(rows));
    // One file is open at a time where they are many.
    if (const auto file = shared.files.extract(values)) close_file(context, binding, values, *file.mapped());
  }
  if (binding.spec.file_without_rows && binding.spec.files.empty() && shared.files.empty())
    open_file(context, binding, shared, {});
  for (auto& [values, file] : shared.files) close_file(context, binding, values, *file);
  shared.files.clear();
}

duckdb::unique_ptr<duckdb::FunctionData> bind(ClientContext& context, duckdb::CopyFunctionBindInput& input,
                                              const duckdb::vector<duckdb::string>& names,
                                              const duckdb::vector<duckdb::LogicalType>& types) {
  auto& spec = spec_of(input.info);
  auto& entry = duckdb::Catalog::GetSystemCatalog(context).GetEntry<duckdb::CopyFunctionCatalogEntry>(
      context, DEFAULT_SCHEMA, "parquet");
  auto binding = duckdb::make_uniq<Binding>(spec, entry.function);
  const auto data_columns = types.size() - spec.partition_columns.size();
  binding->types.assign(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(data_columns));
  duckdb::CopyInfo info;
  info.options["compression"] = {duckdb::Value(spec.compression)};
  info.options["row_group_size"] = {duckdb::Value::UBIGINT(kRowGroupRows)};
  duckdb::CopyFunctionBindInput parquet_input(info);
  const duckdb::vector<duckdb::string> data_names(names.begin(),
                                                  names.begin() + static_cast<std::ptrdiff_t>(data_columns));
  binding->parquet_data = binding->parquet.copy_to_bind(context, parquet_input, data_names, binding->types);
  return binding;
}

duckdb::unique_ptr<duckdb::GlobalFunctionData> start(ClientContext&, duckdb::FunctionData&,
                                                     const duckdb::string&) {
  return duckdb::make_uniq<Shared>();
}

duckdb::unique_ptr<duckdb::LocalFunctionData> start_thread(duckdb::ExecutionContext& execution,
                                                           duckdb::FunctionData&) {
  auto own = duckdb::make_uniq<Thread>();
  own->most_bytes = buffer_budget(execution.client);
  return own;
}

duckdb::CopyFunctionExecutionMode parallel(bool, bool) {
  return duckdb::CopyFunctionExecutionMode::PARALLEL_COPY_TO_FILE;
}
duckdb::CopyFunctionExecutionMode one_thread(bool, bool) {
  return duckdb::CopyFunctionExecutionMode::REGULAR_COPY_TO_FILE;
}

}  // namespace

void register_parquet_sink(duckdb::ExtensionLoader& loader) {
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

duckdb::unique_ptr<duckdb::CopyStatement> copy_to_parquet(duckdb::unique_ptr<duckdb::QueryNode> query,
                                                          WriteSpec& spec, bool ordered) {
  return copy_to_sink(ordered ? kOrdered : kParallel, std::move(query), spec);
}

}  // namespace engine
