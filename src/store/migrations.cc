#include "store/migrations.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <map>
#include <string>

#include "base/file.h"
#include "store/database.h"

namespace store {
namespace {

// The newest number that has run, by owner.
using Applied = std::map<std::string, int, std::less<>>;

int rows_collected(void* into, int, char** values, char**) {
  (*static_cast<Applied*>(into))[values[0]] = std::stoi(values[1]);
  return 0;
}

base::Result<Applied> read_pairs(Database& database, const char* sql) {
  Applied pairs;
  if (sqlite3_exec(database.handle(), sql, rows_collected, &pairs, nullptr) != SQLITE_OK)
    return database.error(sql);
  return pairs;
}

base::Result<Applied> read_applied(Database& database) {
  const Applied tables = TRY(read_pairs(database, "SELECT name, 1 FROM sqlite_schema WHERE type = 'table'"));
  if (!tables.contains("migrations")) return Applied();
  return read_pairs(database, "SELECT owner, max(number) FROM migrations GROUP BY owner");
}

int newest_of(const Schema& schema) {
  return static_cast<int>(schema.migrations.size());
}

base::Result<void> refuse_unknown(const Applied& applied, std::span<const Schema> schemas) {
  for (const auto& [owner, number] : applied) {
    int known = 0;
    for (const Schema& schema : schemas) {
      if (schema.owner == owner) known = newest_of(schema);
    }
    if (number <= known) continue;
    return base::failure(
        "the journal was written by a newer Dovetail: it has migration {} of '{}' and this program knows {} "
        "of them; "
        "use that newer program, or restore the copy that it made before migrating",
        number, owner, known);
  }
  return {};
}

int applied_of(const Applied& applied, std::string_view owner) {
  const auto found = applied.find(owner);
  return found == applied.end() ? 0 : found->second;
}

bool any_pending(const Applied& applied, std::span<const Schema> schemas) {
  for (const Schema& schema : schemas) {
    if (applied_of(applied, schema.owner) < newest_of(schema)) return true;
  }
  return false;
}

base::Result<void> copy_pages(Database& from, const std::filesystem::path& file) {
  sqlite3* copy = nullptr;
  base::Result<void> result;
  if (sqlite3_open(file.c_str(), &copy) != SQLITE_OK) {
    result = Database::error(copy, "creating " + file.string());
  } else {
    sqlite3_backup* backup = sqlite3_backup_init(copy, "main", from.handle(), "main");
    const int code = backup == nullptr ? SQLITE_ERROR : sqlite3_backup_step(backup, -1);
    const int finished = backup == nullptr ? SQLITE_ERROR : sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || finished != SQLITE_OK)
      result = Database::error(copy, "writing " + file.string());
  }
  sqlite3_close(copy);
  return result;
}

// The copy gets its final name only when all of it is on the disk.
base::Result<void> copy_beside(Database& database, const std::filesystem::path& file) {
  const Applied sequence = TRY(read_pairs(database, "SELECT 'sequence', sequence FROM journal"));
  const std::string copy = fmt::format("{}.before-{}", file.string(), applied_of(sequence, "sequence"));
  const std::string unfinished = copy + ".new";
  ::unlink(unfinished.c_str());
  TRY(copy_pages(database, unfinished));
  const base::Fd fd = TRY(base::open_file(unfinished, O_RDONLY));
  TRY(base::sync_file(fd.get()));
  if (::rename(unfinished.c_str(), copy.c_str()) != 0) return base::errno_failure("renaming {}", unfinished);
  return base::sync_folder(file.parent_path());
}

base::Result<void> run_one(Database& database, std::string_view owner, const Migration& migration) {
  base::Result<void> done = database.run(std::string(migration.sql));
  if (done.ok()) {
    done = database.run(
        fmt::format("INSERT INTO migrations (owner, number) VALUES ('{}', {})", owner, migration.number));
  }
  if (done.ok()) return {};
  return std::move(done).error().context(fmt::format("migration {} of '{}'", migration.number, owner));
}

base::Result<void> run_pending(Database& database, const Applied& applied, std::span<const Schema> schemas) {
  TRY(database.run(
      "CREATE TABLE IF NOT EXISTS migrations ("
      "  owner TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (owner, number)) STRICT, WITHOUT ROWID"));
  for (const Schema& schema : schemas) {
    int number = 0;
    for (const Migration& migration : schema.migrations) {
      ASSERT(migration.number == ++number, "migrations are numbered 1, 2, 3, ...");
      if (number > applied_of(applied, schema.owner)) TRY(run_one(database, schema.owner, migration));
    }
  }
  return {};
}

}  // namespace

// 1. What has run already, and whether this program knows all of it.
// 2. A copy of the file, unless it is new: a migration has no way back.
// 3. All that is pending, in one transaction, so that a crash leaves the old journal or the new one.
base::Result<void> migrate(Database& database, const std::filesystem::path& file,
                           std::span<const Schema> schemas) {
  const Applied applied = TRY(read_applied(database));
  TRY(refuse_unknown(applied, schemas));
  if (!any_pending(applied, schemas)) return {};
  if (!applied.empty()) TRY(copy_beside(database, file));
  TRY(database.run("BEGIN IMMEDIATE"));
  base::Result<void> done = run_pending(database, applied, schemas);
  if (done.ok()) done = database.run("COMMIT");
  if (!done.ok()) (void)database.run("ROLLBACK");
  return done;
}

}  // namespace store
