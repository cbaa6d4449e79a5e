#include "engine/worker/channel_broker.h"

#include "engine/failure.h"
#include "engine/worker_protocol.pb.h"

namespace engine {

base::Result<base::Fd> ChannelBroker::open_content(const std::string& content_id) {
  protocol::Request request;
  request.mutable_open_content()->set_content_id(content_id);
  return std::move(TRY(ask(std::move(request))).file);
}

base::Result<Broker::NewContent> ChannelBroker::create_content() {
  protocol::Request request;
  request.mutable_new_content();
  return ask(std::move(request));
}

base::Result<void> ChannelBroker::stage_object(const WrittenObject& object) {
  protocol::ToServer message;
  auto& stage = *message.mutable_stage_object();
  stage.set_uri(object.uri);
  stage.set_content_id(object.content_id);
  stage.set_size(object.size);
  stage.set_md5(object.md5);
  stage.set_crc64nvme(object.crc64nvme);
  stage.set_content_type(object.content_type);
  return channel_.send(message);
}

base::Result<base::Fd> ChannelBroker::start_python() {
  protocol::Request request;
  request.mutable_start_python();
  return std::move(TRY(ask(std::move(request))).file);
}

// The lock is not held while the channel blocks: answers to others are delivered meanwhile. Nobody wakes who
// waits here when the server is gone; the process ends then (Worker::serve).
base::Result<Broker::NewContent> ChannelBroker::ask(protocol::Request request) {
  std::unique_lock lock(mutex_);
  const auto id = next_id_++;
  lock.unlock();
  request.set_request_id(id);
  protocol::ToServer message;
  *message.mutable_request() = std::move(request);
  TRY(channel_.send(message));
  lock.lock();
  delivered_.wait(lock, [&] { return replies_.contains(id); });
  auto reply = std::move(replies_.extract(id).mapped());
  if (reply.failed) return std::move(reply.error);
  return std::move(reply.content);
}

void ChannelBroker::deliver(const protocol::Answer& answer, std::vector<base::Fd> files) {
  Reply reply;
  if (answer.has_error()) {
    reply.failed = true;
    reply.error = to_error(answer.error());
  } else if (files.size() != 1) {
    reply.failed = true;
    reply.error =
        base::failure("the server answered with {} descriptors where one was asked for", files.size());
  } else {
    reply.content = {answer.content_id(), std::move(files[0])};
  }
  std::lock_guard lock(mutex_);
  replies_.emplace(answer.request_id(), std::move(reply));
  delivered_.notify_all();
}

}  // namespace engine
