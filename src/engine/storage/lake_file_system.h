#pragma once

#include <memory>

#include "duckdb/common/file_system.hpp"
#include "engine/storage/run_storage.h"

namespace engine {

// The lake as DuckDB's readers and writers see it: the pinned paths of the run in progress, for reading, and
// s3:// and file:/ URIs, for writing front to back. Nothing else can be opened, listed, moved or removed through it.
// Registered once with a database; attach() says which run it serves. Thread-safe but for attach(), which no
// query may overlap.
class LakeFileSystem final : public duckdb::FileSystem {
 public:
  void attach(RunStorage* run) { run_ = run; }  // null: between runs

  std::string GetName() const override { return "LakeFileSystem"; }
  bool CanHandleFile(const std::string& path) override;
  duckdb::unique_ptr<duckdb::FileHandle> OpenFile(const std::string& path, duckdb::FileOpenFlags flags,
                                                  duckdb::optional_ptr<duckdb::FileOpener> opener) override;
  duckdb::vector<duckdb::OpenFileInfo> Glob(const std::string& path, duckdb::FileOpener* opener) override;
  bool FileExists(const std::string& path, duckdb::optional_ptr<duckdb::FileOpener> opener) override;
  bool DirectoryExists(const std::string& path, duckdb::optional_ptr<duckdb::FileOpener> opener) override;

  void Read(duckdb::FileHandle& handle, void* buffer, int64_t bytes, duckdb::idx_t location) override;
  int64_t Read(duckdb::FileHandle& handle, void* buffer, int64_t bytes) override;
  int64_t Write(duckdb::FileHandle& handle, void* buffer, int64_t bytes) override;
  int64_t GetFileSize(duckdb::FileHandle& handle) override;
  duckdb::timestamp_t GetLastModifiedTime(duckdb::FileHandle& handle) override;
  duckdb::string GetVersionTag(duckdb::FileHandle& handle) override;
  duckdb::FileType GetFileType(duckdb::FileHandle& handle) override;
  void FileSync(duckdb::FileHandle& handle) override;
  void Seek(duckdb::FileHandle& handle, duckdb::idx_t location) override;
  duckdb::idx_t SeekPosition(duckdb::FileHandle& handle) override;
  bool CanSeek() override { return true; }
  bool OnDiskFile(duckdb::FileHandle&) override { return true; }

 private:
  RunStorage* run_ = nullptr;
};

}  // namespace engine
