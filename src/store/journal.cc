#include "store/journal.h"

#include <sqlite3.h>

#include <mutex>

#include "base/file.h"
#include "store/database.h"
#include "store/reserve.h"
#include "store/writer.h"

namespace store {
namespace {

constexpr Migration kMigrations[] = {
    {1,
     "CREATE TABLE journal (sequence INTEGER NOT NULL) STRICT;"
     "INSERT INTO journal (sequence) VALUES (0);"
     "CREATE TABLE outbox ("
     "  id INTEGER PRIMARY KEY AUTOINCREMENT,"  // never given twice: a late acknowledgement must not hit a
                                                // newer row
     "  topic TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, payload TEXT NOT NULL) STRICT;"
     "CREATE INDEX outbox_by_topic ON outbox (topic, id);"},
};

constexpr Schema kSchema{.owner = "store", .migrations = kMigrations};

// More connections than that are closed when their reader is done.
constexpr std::size_t kIdleReaders = 8;

}  // namespace

struct Journal::State {
  State(Options options, std::unique_ptr<Database> database, Sequence last)
      : options(std::move(options)),
        reserve(this->options.file.string() + ".reserve", this->options.reserve_bytes),
        writer(std::move(database), last, this->options.idle, reserve) {}

  base::Result<std::unique_ptr<Database>> take_reader() {
    {
      std::lock_guard lock(mutex);
      if (!readers.empty()) {
        std::unique_ptr<Database> reader = std::move(readers.back());
        readers.pop_back();
        return reader;
      }
    }
    return Database::open(options.file, Database::Mode::Read);
  }

  void put_back(std::unique_ptr<Database> reader) {
    std::lock_guard lock(mutex);
    if (readers.size() < kIdleReaders) readers.push_back(std::move(reader));
  }

  const Options options;
  Reserve reserve;
  Writer writer;  // closed after the readers, so that it leaves a file without a WAL
  std::mutex mutex;
  std::vector<std::unique_ptr<Database>> readers;
};

namespace {

// The first read of a transaction is what pins its snapshot.
base::Result<Sequence> read_sequence(Database& database) {
  const Database::Prepared prepared = TRY(database.prepare("SELECT sequence FROM journal"));
  const bool found = sqlite3_step(prepared.statement) == SQLITE_ROW;
  const Sequence sequence = sqlite3_column_int64(prepared.statement, 0);
  sqlite3_reset(prepared.statement);
  prepared.home->push_back(prepared.statement);
  if (!found) return database.error("reading the journal's sequence");
  return sequence;
}

}  // namespace

base::Result<std::unique_ptr<Journal>> Journal::open(Options options) {
  options.file = std::filesystem::absolute(options.file);
  options.schemas.insert(options.schemas.begin(), kSchema);
  std::unique_ptr<Database> database = TRY(Database::open(options.file, Database::Mode::Write));
  TRY(migrate(*database, options.file, options.schemas));
  TRY(base::sync_folder(
      options.file.parent_path()));  // SQLite does it for the WAL that it creates, not for the file
  const Sequence last = TRY(read_sequence(*database));
  return std::unique_ptr<Journal>(
      new Journal(std::make_unique<State>(std::move(options), std::move(database), last)));
}

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}

Journal::~Journal() = default;

Sequence Journal::last_sequence() const {
  return state_->writer.last_sequence();
}

Journal::Statistics Journal::statistics() const {
  return state_->writer.statistics();
}

base::Result<void> Journal::require_room() {
  if (state_->reserve.held()) return {};
  TRY(run([](Transaction&) -> base::Result<void> {
    return {};
  }));  // the writer looks whether there is room again
  if (state_->reserve.held()) return {};
  return base::errno_failure_text(ENOSPC, "storing more beside the journal");
}

base::Result<void> Journal::run(const std::function<base::Result<void>(Transaction&)>& body) {
  return state_->writer.run(body);
}

base::Result<void> Journal::look(const std::function<base::Result<void>(Snapshot&)>& body) {
  std::unique_ptr<Database> reader = TRY(state_->take_reader());
  TRY(reader->run("BEGIN"));
  base::Result<Sequence> sequence = read_sequence(*reader);
  base::Result<void> done;
  if (sequence.ok()) {
    state_->writer.seen(*sequence);
    Snapshot snapshot(*reader, *sequence);
    done = body(snapshot);
  } else {
    done = std::move(sequence).error();
  }
  // Whatever became of the body: a read has nothing to undo.
  TRY(reader->run("COMMIT"));
  ASSERT(sqlite3_txn_state(reader->handle(), "main") == SQLITE_TXN_NONE,
         "Rows die before their body returns");
  state_->put_back(std::move(reader));
  return done;
}

}  // namespace store
