// A small program for test_journal.py: opens a data folder, writes numbers into its journal on some threads,
// and tells a TCP port of each one that was acknowledged.
//   journal_writer FOLDER PORT THREADS COUNT
#include <arpa/inet.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "store/data_folder.h"
#include "store/journal.h"

namespace {

constexpr store::Migration kMigrations[] = {{1,
                                             "CREATE TABLE note (number INTEGER PRIMARY KEY, sequence "
                                             "INTEGER NOT NULL, padding BLOB NOT NULL) STRICT"}};

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  return ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 ? fd : -1;
}

base::Result<void> write_note(store::Journal& journal, int number) {
  return journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(transaction.execute("INSERT INTO note VALUES (?, ?, zeroblob(2000))",
                            {number, transaction.sequence()}));
    return {};
  });
}

base::Result<void> write_notes(store::Journal& journal, int port, int threads, int count) {
  const int answers = connect_to(port);
  if (answers < 0) return base::errno_failure("connecting to port {}", port);
  std::mutex mutex;  // guards `failed`, and keeps answers apart
  base::Result<void> failed;
  std::vector<std::jthread> writers;
  for (int thread = 0; thread < threads; ++thread) {
    writers.emplace_back([&, thread] {
      for (int number = thread; number < count; number += threads) {
        base::Result<void> written = write_note(journal, number);
        const std::string answer = std::to_string(number);
        std::lock_guard lock(mutex);
        if (written.ok() && ::send(answers, answer.data(), answer.size(), MSG_NOSIGNAL) > 0) continue;
        failed = written.ok() ? base::errno_failure("answering") : std::move(written).error();
      }
    });
  }
  writers.clear();
  return failed;
}

base::Result<void> run(char** arguments) {
  const store::DataFolder folder = TRY(store::DataFolder::open(arguments[1]));
  auto journal = TRY(store::Journal::open(
      {.file = folder.journal_file(), .schemas = {{.owner = "notes", .migrations = kMigrations}}}));
  const int count = std::atoi(arguments[4]);
  if (count == 0) return {};
  TRY(write_notes(*journal, std::atoi(arguments[2]), std::atoi(arguments[3]), count));
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const base::Result<void> result = run(arguments);
  if (!result.ok()) std::fprintf(stderr, "%s\n", result.error().message.c_str());
  return result.ok() ? 0 : 1;
}
