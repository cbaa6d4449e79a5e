#include "store/database.h"

#include <sqlite3.h>

namespace store {
namespace {

// Older versions can lose commits when a checkpoint meets a restart of the WAL (the WAL-reset bug,
// sqlite.org/wal.html).
constexpr int kOldestSafeVersion = 3051003;

constexpr int kReaderPatienceMs = 10'000;

base::Result<void> require_wal(sqlite3* handle) {
  std::string mode;
  const auto keep = [](void* into, int, char** values, char**) {
    *static_cast<std::string*>(into) = values[0];
    return 0;
  };
  if (sqlite3_exec(handle, "PRAGMA journal_mode=WAL", keep, &mode, nullptr) != SQLITE_OK) {
    return base::failure("switching the journal to WAL: {}", sqlite3_errmsg(handle));
  }
  if (mode != "wal")
    return base::failure("the file system of the journal does not allow WAL mode (it gives '{}')", mode);
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Mode mode) {
  ASSERT(sqlite3_libversion_number() >= kOldestSafeVersion, "SQLite has no WAL-reset bug");
  const int flags = mode == Mode::Write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  const std::string doing = "opening the journal " + file.string();
  if (code != SQLITE_OK) return database->error(doing);
  base::Result<void> configured = database->configure(mode);
  if (!configured.ok()) return std::move(configured).error().context(doing);
  return database;
}

base::Result<void> Database::configure(Mode mode) {
  TRY(run("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY"));
  if (mode == Mode::Read) {
    // A reader meets a lock only in the instant in which another connection recovers or closes the WAL.
    sqlite3_busy_timeout(handle_, kReaderPatienceMs);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return {};
  }
  TRY(require_wal(handle_));
  // A commit is on the disk when it returns; checkpoints are the writer's, between commits (writer.cc).
  return run("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0");
}

Database::~Database() {
  for (auto& [sql, statements] : idle_) {
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  }
  const int code = sqlite3_close(handle_);
  ASSERT(code == SQLITE_OK, "no Rows outlives its connection");
}

base::Result<void> Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return error(sql);
}

// A statement for each text and each use at once. There are as many texts as the program has, so none is ever
// thrown away: no text may hold a value.
base::Result<Database::Prepared> Database::prepare(std::string_view sql) {
  std::vector<sqlite3_stmt*>& home = idle_[std::string(sql)];
  if (!home.empty()) {
    sqlite3_stmt* statement = home.back();
    home.pop_back();
    return Prepared{statement, &home};
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return error(sql);
  ASSERT(statement != nullptr, "a statement has a text");
  return Prepared{statement, &home};
}

base::Error Database::error(sqlite3* handle, std::string_view doing) {
  const int code = sqlite3_errcode(handle) & 0xff;
  const bool from_system = code == SQLITE_IOERR || code == SQLITE_FULL || code == SQLITE_CANTOPEN;
  const int system = from_system ? sqlite3_system_errno(handle) : 0;
  const std::string what = fmt::format("{}: {}", doing, sqlite3_errmsg(handle));
  return system == 0 ? base::failure("{}", what) : base::errno_failure_text(system, what);
}

}  // namespace store
