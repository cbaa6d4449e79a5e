#include "machine/relay.h"

namespace machine {
namespace {

// Events that share one acknowledgement, and so one commit.
constexpr int kBatch = 100;

}  // namespace

Relay::Relay(store::Outbox& outbox) : outbox_(outbox) {
  outbox_.on_append([this] {
    if (thread_) thread_->signal();
  });
}

void Relay::subscribe(std::string topic, Subscriber subscriber) {
  ASSERT(!thread_, "subscribers come before the start");
  subscribers_[std::move(topic)].push_back(std::move(subscriber));
}

void Relay::start() {
  thread_.emplace(Reconciler::Options{.name = "outbox relay"},
                  [this](std::stop_token stop) { return hand_on(stop); });
}

void Relay::stop() {
  if (thread_) thread_->stop();
}

// The other topics go on when one is held up; the last error is what the log gets.
base::Result<void> Relay::hand_on(std::stop_token stop) {
  base::Result<void> result;
  for (const std::string& topic : TRY(outbox_.topics())) {
    base::Result<void> handed = hand_on_topic(topic, stop);
    if (!handed.ok()) result = std::move(handed).error().context(topic);
  }
  return result;
}

// What was delivered is acknowledged even when a later event fails.
base::Result<void> Relay::hand_on_topic(const std::string& topic, std::stop_token stop) {
  base::Result<void> result;
  while (result.ok() && !stop.stop_requested()) {
    std::int64_t delivered = 0;
    const std::vector<store::Event> events = TRY(outbox_.first(topic, kBatch));
    if (events.empty()) break;
    for (const store::Event& event : events) {
      if (stop.stop_requested()) break;
      result = deliver(event);
      if (!result.ok()) break;
      delivered = event.id;
    }
    if (delivered > 0) TRY(outbox_.acknowledge(topic, delivered));
  }
  return result;
}

base::Result<void> Relay::deliver(const store::Event& event) {
  const auto found = subscribers_.find(event.topic);
  if (found == subscribers_.end()) return {};
  for (const Subscriber& subscriber : found->second) TRY(subscriber(event));
  return {};
}

}  // namespace machine
