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

void flush(ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own,
           RowBuffer& buffer) {
  auto full = std::move(buffer.rows);
  buffer.append = duckdb::ColumnDataAppendState();
  own.bytes -= buffer.bytes;
  write_rows(context, binding, shared, buffer.values, std::move(full));
  start_buffer(context, binding, buffer);
}

// Down to half of what is allowed, so that it is not done again for every chunk.
void flush_largest(ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own) {
  std::vector<RowBuffer*> buffers;
  for (auto& [key, buffer] : own.partitions) buffers.push_back(&buffer);
  std::sort(buffers.begin(), buffers.end(), [](const auto* a, const auto* b) { return a->bytes > b->bytes; });
  for (auto* buffer : buffers) {
    if (own.bytes <= own.most_bytes / 2) return;
    flush(context, binding, shared, own, *buffer);
  }
}

}  // namespace

idx_t buffer_budget(ClientContext& context) {
  const auto threads = duckdb::DBConfig::GetConfig(context).options.maximum_threads;
  return duckdb::BufferManager::GetBufferManager(context).GetMaxMemory() / kMemoryShare /
         std::max<idx_t>(1, threads);
}

std::shared_ptr<OpenFile> open_file(ClientContext& context, FileBinding& binding, SharedFiles& shared,
                                    const PartitionTexts& values) {
  std::lock_guard lock(shared.mutex);
  auto& file = shared.files[values];
  if (!file) {
    auto& spec = binding.spec;
    file = std::make_shared<OpenFile>();
    file->uri =
        spec.prefix + partition_folder(spec.partition_columns, values) + spec.names->next(!values.empty());
    file->file = binding.format->open(context, file->uri);
  }
  ++file->writers;
  return file;
}

namespace {

// The last to leave a file that is full closes it.
void leave_file(ClientContext& context, FileBinding& binding, SharedFiles& shared,
                const PartitionTexts& values, OpenFile& file) {
  const bool holds_enough = binding.format->holds(*file.file, kFileBytes);
  std::shared_ptr<OpenFile> full;
  {
    std::lock_guard lock(shared.mutex);
    const auto found = shared.files.find(values);
    const bool is_current = found != shared.files.end() && found->second.get() == &file;
    if (holds_enough && is_current) {
      file.full = true;
      shared.full.push_back(std::move(found->second));
      shared.files.erase(found);
    }
    if (--file.writers > 0 || !file.full) return;
    const auto place = std::find_if(shared.full.begin(), shared.full.end(),
                                    [&](const auto& other) { return other.get() == &file; });
    full = std::move(*place);
    shared.full.erase(place);
  }
  close_file(context, binding, shared, values, *full);
}

}  // namespace

void write_rows(ClientContext& context, FileBinding& binding, SharedFiles& shared,
                const PartitionTexts& values, RowCollection rows) {
  const auto count = static_cast<std::int64_t>(rows->Count());
  if (count == 0) return;
  const auto file = open_file(context, binding, shared, values);
  binding.format->write(context, *file->file, std::move(rows));
  file->rows += count;
  binding.spec.rows_written += count;
  leave_file(context, binding, shared, values, *file);
}

void end_partition(ClientContext& context, FileBinding& binding, SharedFiles& shared,
                   const PartitionTexts& values, RowCollection rows) {
  write_rows(context, binding, shared, values, std::move(rows));
  std::unique_lock lock(shared.mutex);
  const auto file = shared.files.extract(values);
  lock.unlock();
  if (file) close_file(context, binding, shared, values, *file.mapped());
}

void close_file(ClientContext& context, FileBinding& binding, SharedFiles& shared,
                const PartitionTexts& values, OpenFile& file) {
  binding.format->close(context, *file.file);
  std::lock_guard lock(shared.mutex);
  binding.spec.files.push_back({.uri = file.uri, .rows = file.rows, .partition_values = values});
}

void start_buffer(ClientContext& context, const FileBinding& binding, RowBuffer& buffer) {
  buffer.rows = duckdb::make_uniq<ColumnDataCollection>(context, binding.types);
  buffer.append = duckdb::ColumnDataAppendState();
  buffer.rows->InitializeAppend(buffer.append);
  buffer.bytes = 0;
}

void append(ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own,
            RowBuffer& buffer, duckdb::DataChunk& rows) {
  buffer.rows->Append(buffer.append, rows);
  const auto bytes = buffer.rows->SizeInBytes();
  own.bytes += bytes - buffer.bytes;
  buffer.bytes = bytes;
  if (buffer.rows->Count() >= kRowGroupRows || bytes >= kRowGroupBytes)
    return flush(context, binding, shared, own, buffer);
  if (own.bytes > own.most_bytes) flush_largest(context, binding, shared, own);
}

void combine_rows(ClientContext& context, FileBinding& binding, SharedFiles& shared, ThreadBuffers& own) {
  // Writing a row group takes a few times its bytes: one of two threads' rows must not be larger than one
  // thread's may be.
  const auto most_bytes = std::min(kRowGroupBytes, own.most_bytes);
  for (auto& [key, buffer] : own.partitions) {
    buffer.append = duckdb::ColumnDataAppendState();
    std::unique_lock lock(shared.mutex);
    auto& rest = shared.rest[buffer.values];
    if (!rest) {
      rest = std::move(buffer.rows);
    } else if (rest->Count() + buffer.rows->Count() <= kRowGroupRows &&
               rest->SizeInBytes() + buffer.bytes <= most_bytes) {
      rest->Combine(*buffer.rows);
    } else {
      lock.unlock();
      write_rows(context, binding, shared, buffer.values, std::move(buffer.rows));
    }
  }
  own.partitions.clear();
  own.bytes = 0;
}

}  // namespace engine
