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

Task to_task(const store::Row& row) {
  return {.id = row.integer(0),
          .kind = row.text(1),
          .subject = row.text(2),
          .due = base::from_micros(row.integer(3))};
}

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

// Tasks behind the position whose time has come since it was passed. There are few rows to look at: what is
// behind the position and was executed is gone.
base::Result<std::vector<Task>> Tasks::due_since(std::int64_t now_us, std::int64_t limit) {
  auto tasks = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return snapshot.all(
        "SELECT id, kind, subject, due_us FROM task WHERE queue = ? AND id <= ? AND due_us <= ? "
        "AND (due_us, id) > (?, ?) ORDER BY due_us, id LIMIT ?",
        {options_.queue, position_.id, now_us, position_.due_us, position_.due_id, limit}, to_task);
  }));
  const bool is_all = std::ssize(tasks) < limit;
  position_.due_us = is_all ? now_us : base::to_micros(tasks.back().due);
  position_.due_id = is_all ? std::numeric_limits<std::int64_t>::max() : tasks.back().id;
  return tasks;
}

// Tasks ahead of the position. Their ids rise with the commits, as the journal has one writer.
base::Result<std::vector<Task>> Tasks::new_tasks(std::int64_t now_us, std::int64_t limit) {
  auto tasks = TRY(journal_.read([&](store::Snapshot& snapshot) {
    return snapshot.all(
        "SELECT id, kind, subject, due_us FROM task WHERE queue = ? AND id > ? AND due_us <= ? ORDER BY id "
        "LIMIT ?",
        {options_.queue, position_.id, now_us, limit}, to_task);
  }));
  if (!tasks.empty()) position_.id = tasks.back().id;
  return tasks;
}

}  // namespace machine
