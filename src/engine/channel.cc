#include "engine/channel.h"

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message_lite.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "plan/nested_message.h"
#include "plan/program.h"

namespace engine {
namespace {

struct Header {
  std::uint32_t bytes = 0;
  std::uint32_t files = 0;
};

// Room for the control message that carries the descriptors.
struct ControlBuffer {
  alignas(cmsghdr) char bytes[CMSG_SPACE(sizeof(int) * Channel::kMaxFiles)];
};

void attach_files(msghdr& message, ControlBuffer& control, std::span<const int> files) {
  message.msg_control = control.bytes;
  message.msg_controllen = CMSG_SPACE(files.size_bytes());
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(files.size_bytes());
  std::memcpy(CMSG_DATA(header), files.data(), files.size_bytes());
}

void take_files(msghdr& message, std::vector<base::Fd>& into) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof fd);
      into.emplace_back(fd);
    }
  }
}

// Reads up to `size` bytes and whatever descriptors come with the first of them; 0 is the end of the stream.
base::Result<std::size_t> read_some(int socket, char* into, std::size_t size, std::vector<base::Fd>& files) {
  ControlBuffer control;
  iovec part{into, size};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  for (;;) {
    const ssize_t count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return base::errno_failure("receiving a message");
    take_files(message, files);
    if (message.msg_flags & MSG_CTRUNC)
      return base::failure("receiving a message: its descriptors did not all arrive");
    return static_cast<std::size_t>(count);
  }
}

// Returns how many bytes came before the end: fewer than `size` only when the stream ended.
base::Result<std::size_t> read_fully(int socket, char* into, std::size_t size, std::vector<base::Fd>& files) {
  std::size_t done = 0;
  while (done < size) {
    const std::size_t count = TRY(read_some(socket, into + done, size - done, files));
    if (count == 0) break;
    done += count;
  }
  return done;
}

}  // namespace

base::Result<std::pair<base::Fd, base::Fd>> Channel::socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return base::errno_failure("making a pair of sockets");
  return std::pair(base::Fd(ends[0]), base::Fd(ends[1]));
}

// In one buffer, under a lock, so that messages of several threads do not mix. The descriptors go with the
// first bytes that are sent, and only with these.
base::Result<void> Channel::send(const google::protobuf::MessageLite& message, std::span<const int> files) {
  ASSERT(files.size() <= kMaxFiles, "a message carries few descriptors");
  const std::size_t size = message.ByteSizeLong();
  if (size > kMaxMessageBytes) return base::failure("sending a message: {} bytes are too many", size);
  const Header header{static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(files.size())};
  std::string bytes(sizeof header + size, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  message.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(bytes.data() + sizeof header));

  const std::lock_guard lock(sending_);
  ControlBuffer control;
  for (std::size_t done = 0; done < bytes.size();) {
    iovec part{bytes.data() + done, bytes.size() - done};
    msghdr envelope{};
    envelope.msg_iov = &part;
    envelope.msg_iovlen = 1;
    if (done == 0 && !files.empty()) attach_files(envelope, control, files);
    const ssize_t count = ::sendmsg(socket_.get(), &envelope, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return base::errno_failure("sending a message");
    done += static_cast<std::size_t>(count);
  }
  return {};
}

base::Result<Channel::Received> Channel::receive(google::protobuf::MessageLite& into) {
  Received received;
  Header header;
  const std::size_t got =
      TRY(read_fully(socket_.get(), reinterpret_cast<char*>(&header), sizeof header, received.files));
  if (got == 0) return Received{.at_end = true};
  if (got < sizeof header) return base::failure("receiving a message: the stream ended inside a header");
  if (header.bytes > kMaxMessageBytes)
    return base::failure("receiving a message: {} bytes are too many", header.bytes);

  std::string bytes(header.bytes, '\0');
  if (TRY(read_fully(socket_.get(), bytes.data(), bytes.size(), received.files)) < bytes.size())
    return base::failure("receiving a message: the stream ended inside it");
  if (received.files.size() != header.files)
    return base::failure("receiving a message: {} descriptors were announced, {} came", header.files,
                         received.files.size());
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  if (!plan::parse_nested(into, stream, plan::kMaxMessageNesting))
    return base::failure("receiving a message: its bytes are not a message");
  return received;
}

void Channel::shut_down() {
  ::shutdown(socket_.get(), SHUT_RDWR);
}

}  // namespace engine
