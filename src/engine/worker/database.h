#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/sources/parquet_footers.h"

namespace duckdb {
class DuckDB;
}

namespace engine {

class LakeFileSystem;

// The worker's one DuckDB, in memory, with our sources, sinks, functions and file system in it. It loads no
// extension, sees no file but the lake's, and keeps nothing from one run to the next but what schemas the
// footers of contents hold.
class Database {
 public:
  static base::Result<std::unique_ptr<Database>> open();
  ~Database();

  duckdb::DuckDB& duckdb() { return *duckdb_; }
  LakeFileSystem& files() { return *files_; }
  KnownFooters& known_footers() { return known_footers_; }

  // Gives back what DuckDB keeps of files: the footers that it has read, for the next time it wants them.
  void forget_files();

  // The bounds of the next run. Spilled data goes below `scratch_folder`; empty: none may be spilled. The
  // bounds of the run before cost nothing.
  base::Result<void> limit(int threads, std::int64_t memory_bytes, const std::string& scratch_folder);

 private:
  Database();

  std::unique_ptr<duckdb::DuckDB> duckdb_;
  LakeFileSystem* files_ = nullptr;  // DuckDB's
  int threads_ = 0;                  // as limit() set them; 0: not yet
  std::int64_t memory_bytes_ = 0;
  KnownFooters known_footers_;
};

}  // namespace engine
