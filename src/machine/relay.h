#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "machine/reconciler.h"
#include "store/outbox.h"

namespace machine {

// Hands the outbox's events on: each topic's in the order of their commits, to every subscriber, at least
// once (a crash between the hand-over and the acknowledgement repeats it). An event that a subscriber refuses
// with an Error is tried again and holds up its topic only. Events of a topic without subscribers are
// dropped. Owned by server/, one thread.
class Relay {
 public:
  using Subscriber = std::function<base::Result<void>(const store::Event&)>;

  explicit Relay(store::Outbox& outbox);
  ~Relay() { stop(); }

  // Before start(). Subscribers run on the relay's thread.
  void subscribe(std::string topic, Subscriber subscriber);
  void start();
  void stop();

 private:
  base::Result<void> hand_on(std::stop_token stop);
  base::Result<void> hand_on_topic(const std::string& topic, std::stop_token stop);
  base::Result<void> deliver(const store::Event& event);

  store::Outbox& outbox_;
  std::map<std::string, std::vector<Subscriber>, std::less<>> subscribers_;
  std::optional<Reconciler> thread_;
};

}  // namespace machine
