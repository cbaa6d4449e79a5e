#include "machine/tasks.h"

namespace machine {
namespace {

constexpr store::Migration kMigrations[] = {
    {1,
     "CREATE TABLE task ("
     "  id INTEGER PRIMARY KEY AUTOINCREMENT,"  // an id is never given twice: it also names a running
                                                // execution
     "  queue TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, due_us INTEGER NOT NULL) STRICT;"
     "CREATE INDEX task_by_queue ON task (queue, id)"},
};

}  // namespace

store::Schema Tasks::schema() {
  return {.owner = "machine", .migrations = kMigrations};
}

base::Result<void> Tasks::add(store::Transaction& transaction, const Task& task) {
  TRY(transaction.execute("INSERT INTO task (queue, kind, subject, due_us) VALUES (?, ?, ?, ?)",
                          {options_.queue, task.kind, task.subject, base::to_micros(task.due)}));
  transaction.after_commit([this] {
    if (dispatcher_) dispatcher_->signal();
  });
  return {};
}

base::Result<void> Tasks::finish(store::Transaction& transaction, const Task& task) {
  TRY(transaction.execute("DELETE FROM task WHERE id = ?", {task.id}));
  return {};
}

base::Result<void> Tasks::remove(const Task& task) {
  return journal_.write([&](store::Transaction& transaction) { return finish(transaction, task); });
}

base::Result<std::vector<Task>> Tasks::due_tasks(std::int64_t limit) {
  return journal_.read([&](store::Snapshot& snapshot) {
    return snapshot.all(
        "SELECT id, kind, subject, due_us FROM task WHERE queue = ? AND due_us <= ? ORDER BY id LIMIT ?",
        {options_.queue, base::to_micros(clock_.now()), limit}, [](const store::Row& row) {
          return Task{.id = row.integer(0),
                      .kind = row.text(1),
                      .subject = row.text(2),
                      .due = base::from_micros(row.integer(3))};
        });
  });
}

}  // namespace machine
