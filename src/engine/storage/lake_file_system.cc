#include "engine/storage/lake_file_system.h"

#include <algorithm>

#include "duckdb/common/exception.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::FileHandle;
using duckdb::idx_t;

// Of what is written, into the lake and to the machine's own disks: either way the server opens the file.
constexpr std::string_view kOutputs[] = {"s3://", "file:/"};

// Either an input (read anywhere) or an output (written front to back).
class LakeFileHandle final : public FileHandle {
 public:
  LakeFileHandle(duckdb::FileSystem& files, std::string path, duckdb::FileOpenFlags flags,
                 std::unique_ptr<InputFile> input_file, std::unique_ptr<OutputFile> output_file)
      : FileHandle(files, std::move(path), flags),
        input(std::move(input_file)),
        output(std::move(output_file)) {}
  ~LakeFileHandle() override = default;

  void Close() override {
    if (output) value_or_raise(output->close());
  }

  std::unique_ptr<InputFile> input;
  std::unique_ptr<OutputFile> output;
  idx_t position = 0;
};

LakeFileHandle& own(FileHandle& handle) {
  return static_cast<LakeFileHandle&>(handle);
}

InputFile& input_of(FileHandle& handle) {
  if (!own(handle).input) throw duckdb::IOException("%s is being written and cannot be read", handle.path);
  return *own(handle).input;
}

}  // namespace

bool LakeFileSystem::CanHandleFile(const std::string& path) {
  return RunStorage::is_pinned_path(path) ||
         std::ranges::any_of(kOutputs, [&](std::string_view scheme) { return path.starts_with(scheme); });
}

duckdb::unique_ptr<FileHandle> LakeFileSystem::OpenFile(const std::string& path, duckdb::FileOpenFlags flags,
                                                        duckdb::optional_ptr<duckdb::FileOpener>) {
  if (!run_) throw duckdb::IOException("%s is opened outside of a run", path);
  if (flags.OpenForWriting())
    return duckdb::make_uniq<LakeFileHandle>(*this, path, flags, nullptr,
                                             value_or_raise(run_->create(path, "application/octet-stream")));
  return duckdb::make_uniq<LakeFileHandle>(*this, path, flags, value_or_raise(run_->open(path)), nullptr);
}

// A key may hold any character, so nothing in a path is a wildcard.
duckdb::vector<duckdb::OpenFileInfo> LakeFileSystem::Glob(const std::string& path, duckdb::FileOpener*) {
  return {duckdb::OpenFileInfo(path)};
}

bool LakeFileSystem::FileExists(const std::string& path, duckdb::optional_ptr<duckdb::FileOpener>) {
  return RunStorage::is_pinned_path(path);
}

bool LakeFileSystem::DirectoryExists(const std::string&, duckdb::optional_ptr<duckdb::FileOpener>) {
  return false;
}

void LakeFileSystem::Read(FileHandle& handle, void* buffer, int64_t bytes, idx_t location) {
  auto& input = input_of(handle);
  const auto size = static_cast<std::size_t>(bytes);
  const auto count =
      value_or_raise(input.read_at({static_cast<char*>(buffer), size}, static_cast<std::int64_t>(location)));
  if (count != size)
    raise(
        base::refusal("BadData", 400, fmt::format("{} ends before byte {}.", input.uri(), location + size)));
}

int64_t LakeFileSystem::Read(FileHandle& handle, void* buffer, int64_t bytes) {
  auto& file = own(handle);
  const auto count =
      value_or_raise(input_of(handle).read_at({static_cast<char*>(buffer), static_cast<std::size_t>(bytes)},
                                              static_cast<std::int64_t>(file.position)));
  file.position += count;
  return static_cast<int64_t>(count);
}

int64_t LakeFileSystem::Write(FileHandle& handle, void* buffer, int64_t bytes) {
  auto& file = own(handle);
  if (!file.output) throw duckdb::IOException("%s is open for reading only", handle.path);
  value_or_raise(file.output->write({static_cast<const char*>(buffer), static_cast<std::size_t>(bytes)}));
  return bytes;
}

int64_t LakeFileSystem::GetFileSize(FileHandle& handle) {
  auto& file = own(handle);
  return file.input ? file.input->size() : file.output->size();
}

// A pinned content never changes, so neither does the time that caches compare.
duckdb::timestamp_t LakeFileSystem::GetLastModifiedTime(FileHandle&) {
  return duckdb::timestamp_t(0);
}
duckdb::string LakeFileSystem::GetVersionTag(FileHandle& handle) {
  return handle.path;
}
duckdb::FileType LakeFileSystem::GetFileType(FileHandle&) {
  return duckdb::FileType::FILE_TYPE_REGULAR;
}

// Durability is the server's: it syncs what a commit names before it publishes it.
void LakeFileSystem::FileSync(FileHandle&) {}

void LakeFileSystem::Seek(FileHandle& handle, idx_t location) {
  own(handle).position = location;
}
idx_t LakeFileSystem::SeekPosition(FileHandle& handle) {
  return own(handle).position;
}

}  // namespace engine
