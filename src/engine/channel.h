#pragma once

#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace google::protobuf {
class MessageLite;
}

namespace engine {

// Where a worker finds its end of the channel.
inline constexpr int kChannelFd = 3;

// One end of the connection between server and worker: protobuf messages, each with the file descriptors that
// belong to it, over a Unix stream socket. On the wire a message is its size and its number of descriptors,
// both 32 bits in the machine's order, then its bytes; the descriptors travel with the first byte. Any thread
// may send; one thread at a time may receive.
class Channel {
 public:
  static constexpr std::size_t kMaxMessageBytes = std::size_t{1} << 30;
  static constexpr std::size_t kMaxFiles = 16;  // with one message

  explicit Channel(base::Fd socket) : socket_(std::move(socket)) {}

  // Two connected sockets: one for a Channel here, one for the child. Neither survives an exec by itself.
  static base::Result<std::pair<base::Fd, base::Fd>> socket_pair();

  // Blocks until the whole message is written. The descriptors stay the sender's.
  base::Result<void> send(const google::protobuf::MessageLite& message, std::span<const int> files = {});

  struct Received {
    bool at_end = false;  // the other end has closed between two messages; nothing was read
    std::vector<base::Fd> files;
  };
  base::Result<Received> receive(google::protobuf::MessageLite& into);

  // Ends both directions: receive() returns, here and there. Any thread.
  void shut_down();

 private:
  base::Fd socket_;
  std::mutex sending_;
};

}  // namespace engine
