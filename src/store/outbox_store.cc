#include "store/outbox.h"

namespace store {

base::Result<void> Outbox::append(Transaction& transaction, const Event& event) {
  TRY(transaction.execute("INSERT INTO outbox (topic, account, region, payload) VALUES (?, ?, ?, ?)",
                          {event.topic, event.account, event.region, event.payload}));
  if (wake_) transaction.after_commit(wake_);
  return {};
}

base::Result<std::vector<std::string>> Outbox::topics() {
  return journal_.read([](Snapshot& snapshot) {
    return snapshot.all("SELECT DISTINCT topic FROM outbox", {}, [](const Row& row) { return row.text(0); });
  });
}

base::Result<std::vector<Event>> Outbox::first(std::string_view topic, int limit) {
  return journal_.read([&](Snapshot& snapshot) {
    return snapshot.all(
        "SELECT id, topic, account, region, payload FROM outbox WHERE topic = ? ORDER BY id LIMIT ?",
        {topic, limit}, [](const Row& row) {
          return Event{.id = row.integer(0),
                       .topic = row.text(1),
                       .account = row.text(2),
                       .region = row.text(3),
                       .payload = row.text(4)};
        });
  });
}

// Up to an id: with one writer, ids rise in the order of the commits, and none below comes later.
base::Result<void> Outbox::acknowledge(std::string_view topic, std::int64_t up_to_id) {
  return journal_.write([&](Transaction& transaction) -> base::Result<void> {
    TRY(transaction.execute("DELETE FROM outbox WHERE topic = ? AND id <= ?", {topic, up_to_id}));
    return {};
  });
}

}  // namespace store
