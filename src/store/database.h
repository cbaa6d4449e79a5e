#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace store {

// One open SQLite connection and its prepared statements: the store's own, no other module includes this.
// Used by one thread at a time. All its errors are the world's.
class Database {
 public:
  enum class Mode { Write, Read };
  static base::Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs statements that take no values and whose rows nobody wants.
  base::Result<void> run(const std::string& sql);

  // A prepared statement of this text that nobody uses, and where to put it back when done.
  struct Prepared {
    sqlite3_stmt* statement;
    std::vector<sqlite3_stmt*>* home;
  };
  base::Result<Prepared> prepare(std::string_view sql);

  sqlite3* handle() const { return handle_; }

  // What SQLite says of its last failure, with the system's own words where it has some.
  base::Error error(std::string_view doing) const { return error(handle_, doing); }
  static base::Error error(sqlite3* handle, std::string_view doing);

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  base::Result<void> configure(Mode mode);

  sqlite3* handle_;
  // By their texts; those in use stand nowhere until they are put back.
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>> idle_;
};

}  // namespace store
