#include "engine/sinks/row_groups.h"

#include <algorithm>

#include "duckdb/main/client_context.hpp"
#include "duckdb/main/config.hpp"
#include "duckdb/storage/buffer_manager.hpp"

namespace engine {

using duckdb::ClientContext;
using duckdb::ColumnDataCollection;
using duckdb::idx_t;

namespace {

// One part in so many of the run's memory is for rows that wait to be written: writing them takes up to four
// times their bytes (the rows, a page that grows by doubling, and the page compressed).
constexpr idx_t kMemoryShare = 6;

}  // namespace

idx_t buffer_budget(ClientContext& context) {
  const auto threads = duckdb::DBConfig::GetConfig(context).options.maximum_threads;
  return duckdb::BufferManager::GetBufferManager(context).GetMaxMemory() / kMemoryShare /
         std::max<idx_t>(1, threads);
}

std::shared_ptr<OpenFile> open_file(ClientContext& context, FileBinding& binding, OpenFiles& files,
                                    const PartitionTexts& values) {
  std::lock_guard lock(files.mutex);
  auto found = files.current.find(values);
  if (found == files.current.end()) {
    // Among the others once it is open: opening may raise.
    auto& spec = binding.spec;
    auto file = std::make_shared<OpenFile>();
    file->uri =
        spec.prefix + partition_folder(spec.partition_columns, values) + spec.names->next(!values.empty());
    file->file = binding.format->open(context, file->uri);
    found = files.current.emplace(values, std::move(file)).first;
  }
  ++found->second->writers;
  return found->second;
}

namespace {

// The last to leave a file that is full closes it.
void leave_file(ClientContext& context, FileBinding& binding, OpenFiles& files, const PartitionTexts& values,
                OpenFile& file) {
  const bool holds_enough = binding.format->holds(*file.file, kFileBytes);
  std::shared_ptr<OpenFile> full;
  {
    std::lock_guard lock(files.mutex);
    const auto found = files.current.find(values);
    const bool is_current = found != files.current.end() && found->second.get() == &file;
    if (holds_enough && is_current) {
      file.full = true;
      files.full.push_back(std::move(found->second));
      files.current.erase(found);
    }
    if (--file.writers > 0 || !file.full) return;
    const auto place = std::find_if(files.full.begin(), files.full.end(),
                                    [&](const auto& other) { return other.get() == &file; });
    full = std::move(*place);
    files.full.erase(place);
  }
  close_file(context, binding, files, values, *full);
}

}  // namespace

void write_rows(ClientContext& context, FileBinding& binding, OpenFiles& files, const PartitionTexts& values,
                RowCollection rows) {
  const auto count = static_cast<std::int64_t>(rows->Count());
  if (count == 0) return;
  const auto file = open_file(context, binding, files, values);
  binding.format->write(context, *file->file, std::move(rows));
  file->rows += count;
  binding.spec.rows_written += count;
  leave_file(context, binding, files, values, *file);
}

void end_partition(ClientContext& context, FileBinding& binding, OpenFiles& files,
                   const PartitionTexts& values) {
  std::unique_lock lock(files.mutex);
  const auto file = files.current.extract(values);
  lock.unlock();
  if (file) close_file(context, binding, files, values, *file.mapped());
}

void close_file(ClientContext& context, FileBinding& binding, OpenFiles& files, const PartitionTexts& values,
                OpenFile& file) {
  binding.format->close(context, *file.file);
  std::lock_guard lock(files.mutex);
  binding.spec.files.push_back({.uri = file.uri, .rows = file.rows, .partition_values = values});
}

void append(ClientContext& context, FileBinding& binding, OpenFiles& files, RowBuffer& buffer,
            duckdb::DataChunk& rows) {
  if (!buffer.rows) {
    buffer.rows = duckdb::make_uniq<ColumnDataCollection>(context, binding.types);
    buffer.rows->InitializeAppend(buffer.append);
  }
  buffer.rows->Append(buffer.append, rows);
  if (buffer.rows->Count() >= kRowGroupRows || buffer.rows->SizeInBytes() >= buffer.most_bytes)
    write_buffer(context, binding, files, buffer);
}

void write_buffer(ClientContext& context, FileBinding& binding, OpenFiles& files, RowBuffer& buffer) {
  buffer.append = duckdb::ColumnDataAppendState();
  if (auto rows = std::move(buffer.rows)) write_rows(context, binding, files, buffer.values, std::move(rows));
}

}  // namespace engine
