#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "store/journal.h"

namespace store {

// Something that happened, told by one service to whoever wants to know.
struct Event {
  std::int64_t id = 0;  // rises in the order of the commits; given by the outbox
  std::string topic;    // "glue.job_run_state_change"
  std::string account;
  std::string region;
  std::string payload;  // a JSON object, as the topic's docs say
};

// Events that wait to be handed on: appended in the transaction whose state they follow from, so that neither
// exists without the other, and removed when every subscriber has acknowledged. machine::Relay hands them on.
// Thread-safe.
class Outbox {
 public:
  explicit Outbox(Journal& journal) : journal_(journal) {}

  base::Result<void> append(Transaction& transaction, const Event& event);

  // Called on the writer's thread after a commit with events; short. Set once, before the first append.
  void on_append(std::function<void()> wake) { wake_ = std::move(wake); }

  base::Result<std::vector<std::string>> topics();  // of which events wait
  base::Result<std::vector<Event>> first(std::string_view topic, int limit);
  base::Result<void> acknowledge(std::string_view topic,
                                 std::int64_t up_to_id);  // removes these and all before

 private:
  Journal& journal_;
  std::function<void()> wake_;
};

}  // namespace store
