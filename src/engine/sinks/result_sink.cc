#include "engine/sinks/result_sink.h"

#include "duckdb/execution/execution_context.hpp"
#include "duckdb/function/copy_function.hpp"
#include "engine/sinks/sink_copy.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr const char* kName = "dovetail_result";
constexpr std::size_t kFlushBytes = std::size_t{1} << 20;

struct Binding final : duckdb::TableFunctionData {
  explicit Binding(WriteSpec& the_spec) : spec(the_spec) {}
  WriteSpec& spec;
};

struct Shared final : duckdb::GlobalFunctionData {
  std::unique_ptr<OutputFile> file;
  std::string text;
  std::int64_t rows = 0;
};

struct Thread final : duckdb::LocalFunctionData {};

void add_quoted(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

void flush(Shared& shared) {
  value_or_raise(shared.file->write(shared.text));
  shared.text.clear();
}

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::CopyFunctionBindInput& input,
                                              const duckdb::vector<duckdb::string>&,
                                              const duckdb::vector<duckdb::LogicalType>&) {
  return duckdb::make_uniq<Binding>(spec_of(input.info));
}

duckdb::unique_ptr<duckdb::GlobalFunctionData> start(duckdb::ClientContext&, duckdb::FunctionData& data,
                                                     const duckdb::string&) {
  const auto& binding = static_cast<Binding&>(data);
  auto shared = duckdb::make_uniq<Shared>();
  shared->file = value_or_raise(binding.spec.storage.create(binding.spec.prefix, "text/csv"));
  for (std::size_t i = 0; i < binding.spec.labels.size(); ++i) {
    if (i > 0) shared->text += ',';
    add_quoted(shared->text, binding.spec.labels[i]);
  }
  shared->text += '\n';
  return shared;
}

duckdb::unique_ptr<duckdb::LocalFunctionData> start_thread(duckdb::ExecutionContext&, duckdb::FunctionData&) {
  return duckdb::make_uniq<Thread>();
}

void sink(duckdb::ExecutionContext&, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global,
          duckdb::LocalFunctionData&, duckdb::DataChunk& chunk) {
  auto& shared = static_cast<Shared&>(global);
  std::vector<duckdb::UnifiedVectorFormat> columns(chunk.ColumnCount());
  for (std::size_t i = 0; i < columns.size(); ++i) chunk.data[i].ToUnifiedFormat(chunk.size(), columns[i]);
  for (duckdb::idx_t row = 0; row < chunk.size(); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) shared.text += ',';
      const auto index = columns[i].sel->get_index(row);
      if (!columns[i].validity.RowIsValid(index)) continue;
      const auto& value = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(columns[i])[index];
      add_quoted(shared.text, {value.GetData(), value.GetSize()});
    }
    shared.text += '\n';
  }
  shared.rows += static_cast<std::int64_t>(chunk.size());
  static_cast<Binding&>(data).spec.rows_written += static_cast<std::int64_t>(chunk.size());
  if (shared.text.size() >= kFlushBytes) flush(shared);
}

void combine(duckdb::ExecutionContext&, duckdb::FunctionData&, duckdb::GlobalFunctionData&,
             duckdb::LocalFunctionData&) {}

void finish(duckdb::ClientContext&, duckdb::FunctionData& data, duckdb::GlobalFunctionData& global) {
  auto& shared = static_cast<Shared&>(global);
  flush(shared);
  value_or_raise(shared.file->close());
  auto& spec = static_cast<Binding&>(data).spec;
  spec.files.push_back({.uri = spec.prefix, .rows = shared.rows});
}

// A result is one file in the order of its rows.
duckdb::CopyFunctionExecutionMode one_thread(bool, bool) {
  return duckdb::CopyFunctionExecutionMode::REGULAR_COPY_TO_FILE;
}

}  // namespace

void register_result_sink(duckdb::ExtensionLoader& loader) {
  duckdb::CopyFunction function(kName);
  function.copy_to_bind = bind;
  function.copy_to_initialize_global = start;
  function.copy_to_initialize_local = start_thread;
  function.copy_to_sink = sink;
  function.copy_to_combine = combine;
  function.copy_to_finalize = finish;
  function.execution_mode = one_thread;
  loader.RegisterFunction(std::move(function));
}

duckdb::unique_ptr<duckdb::CopyStatement> copy_to_result(duckdb::unique_ptr<duckdb::QueryNode> query,
                                                         WriteSpec& spec) {
  return copy_to_sink(kName, std::move(query), spec);
}

}  // namespace engine
