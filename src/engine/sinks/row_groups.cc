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

namespace {

std::string name_of(const FileBinding& binding, OpenFiles& files, const PartitionTexts& values) {
  const auto& spec = binding.spec;
  const std::size_t folders = spec.partition_columns.size();
  if (spec.parts.by == WriteSpec::Parts::By::Nothing && spec.rows_per_file <= 0)
    return spec.names->next(folders > 0);
  const std::int64_t part = values.size() > folders ? std::stoll(*values.back()) : 0;
  return spec.names->of_part(part, files.begun[values]++, folders > 0);
}

using Current = std::map<PartitionTexts, std::shared_ptr<OpenFile>>::iterator;

// The caller holds the lock, and is now one of the file's writers.
Current enter_file(ClientContext& context, FileBinding& binding, OpenFiles& files,
                   const PartitionTexts& values) {
  auto found = files.current.find(values);
  if (found == files.current.end()) {
    // Among the others once it is open: opening may raise.
    auto& spec = binding.spec;
    auto file = std::make_shared<OpenFile>();
    file->uri =
        spec.prefix + partition_folder(spec.partition_columns, values) + name_of(binding, files, values);
    file->file = binding.format->open(context, file->uri);
    file->room = spec.rows_per_file;
    found = files.current.emplace(values, std::move(file)).first;
  }
  ++found->second->writers;
  return found;
}

void take_no_more(OpenFiles& files, Current file) {
  file->second->full = true;
  files.full.push_back(std::move(file->second));
  files.current.erase(file);
}

struct Place {
  std::shared_ptr<OpenFile> file;
  idx_t rows = 0;  // that it takes
};

// For as many of the rows as one file may hold.
Place place_for(ClientContext& context, FileBinding& binding, OpenFiles& files, const PartitionTexts& values,
                idx_t rows) {
  std::lock_guard lock(files.mutex);
  const auto current = enter_file(context, binding, files, values);
  Place place{current->second, rows};
  if (binding.spec.rows_per_file <= 0) return place;
  place.rows = std::min(rows, static_cast<idx_t>(place.file->room));
  place.file->room -= static_cast<std::int64_t>(place.rows);
  if (place.file->room == 0) take_no_more(files, current);
  return place;
}

// The last to leave a file that is full closes it.
void leave_file(ClientContext& context, FileBinding& binding, OpenFiles& files, const PartitionTexts& values,
                OpenFile& file) {
  const bool holds_enough =
      binding.spec.parts.by == WriteSpec::Parts::By::Nothing && binding.format->holds(*file.file, kFileBytes);
  std::shared_ptr<OpenFile> full;
  {
    std::lock_guard lock(files.mutex);
    const auto found = files.current.find(values);
    const bool is_current = found != files.current.end() && found->second.get() == &file;
    if (holds_enough && is_current) take_no_more(files, found);
    if (--file.writers > 0 || !file.full) return;
    const auto place = std::find_if(files.full.begin(), files.full.end(),
                                    [&](const auto& other) { return other.get() == &file; });
    full = std::move(*place);
    files.full.erase(place);
  }
  close_file(context, binding, files, values, *full);
}

// Takes rows off the front.
class RowCutter {
 public:
  RowCutter(ClientContext& context, const ColumnDataCollection& rows) : context_(context), rows_(rows) {
    rows_.InitializeScan(scan_);
    rows_.InitializeScanChunk(chunk_);
  }

  RowCollection take(idx_t count) {
    auto piece = duckdb::make_uniq<ColumnDataCollection>(context_, rows_.Types());
    duckdb::ColumnDataAppendState append;
    piece->InitializeAppend(append);
    while (count > 0) {
      if (begin_ == chunk_.size()) {
        rows_.Scan(scan_, chunk_);
        begin_ = 0;
      }
      const idx_t some = std::min(count, chunk_.size() - begin_);
      duckdb::DataChunk part;
      part.InitializeEmpty(rows_.Types());
      part.Slice(chunk_, duckdb::SelectionVector(begin_, some), some);
      piece->Append(append, part);
      begin_ += some;
      count -= some;
    }
    return piece;
  }

 private:
  ClientContext& context_;
  const ColumnDataCollection& rows_;
  duckdb::ColumnDataScanState scan_;
  duckdb::DataChunk chunk_;
  idx_t begin_ = 0;  // of what is left of the chunk
};

// Of a write that deals pieces out, the next one's.
PartitionTexts key_of(const FileBinding& binding, OpenFiles& files, const PartitionTexts& values) {
  const auto& parts = binding.spec.parts;
  if (parts.by != WriteSpec::Parts::By::Pieces || !values.empty()) return values;
  return {std::to_string(files.pieces++ % parts.count)};
}

}  // namespace

std::shared_ptr<OpenFile> open_file(ClientContext& context, FileBinding& binding, OpenFiles& files,
                                    const PartitionTexts& values) {
  std::lock_guard lock(files.mutex);
  return enter_file(context, binding, files, values)->second;
}

void write_rows(ClientContext& context, FileBinding& binding, OpenFiles& files, const PartitionTexts& values,
                RowCollection rows) {
  const PartitionTexts key = rows->Count() == 0 ? values : key_of(binding, files, values);
  std::optional<RowCutter> cutter;
  for (idx_t left = rows->Count(); left > 0;) {
    const auto [file, count] = place_for(context, binding, files, key, left);
    const bool takes_all = !cutter && count == left;
    if (!takes_all && !cutter) cutter.emplace(context, *rows);
    left -= count;
    binding.format->write(context, *file->file, takes_all ? std::move(rows) : cutter->take(count));
    file->rows += static_cast<std::int64_t>(count);
    binding.spec.rows_written += static_cast<std::int64_t>(count);
    leave_file(context, binding, files, key, *file);
  }
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
  PartitionTexts of_folder(
      values.begin(), values.begin() + static_cast<std::ptrdiff_t>(binding.spec.partition_columns.size()));
  binding.spec.files.push_back(
      {.uri = file.uri, .rows = file.rows, .partition_values = std::move(of_folder)});
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
