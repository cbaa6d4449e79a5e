#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/channel.h"
#include "engine/storage/broker.h"

namespace engine {
namespace protocol {
class Answer;
class Request;
}  // namespace protocol

// The Broker at the other end of the channel. Requests go out from any thread, and wait; whoever receives
// from the channel hands the answers in with deliver(). Thread-safe.
class ChannelBroker final : public Broker {
 public:
  explicit ChannelBroker(Channel& channel) : channel_(channel) {}

  base::Result<base::Fd> open_content(const std::string& content_id) override;
  base::Result<NewContent> create_content() override;
  base::Result<void> stage_object(const WrittenObject& object) override;
  base::Result<base::Fd> start_python() override;

  void deliver(const protocol::Answer& answer, std::vector<base::Fd> files);

 private:
  struct Reply {
    base::Error error;
    bool failed = false;
    NewContent content;
  };
  base::Result<NewContent> ask(protocol::Request request);

  Channel& channel_;
  std::mutex mutex_;
  std::condition_variable delivered_;
  std::int64_t next_id_ = 1;
  std::map<std::int64_t, Reply> replies_;
};

}  // namespace engine
