// Functions that send.
#include "recorder/answers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "recorder/log.h"

namespace power_cut {
namespace {

// Enough for the head of an HTTP answer.
constexpr std::size_t kHeadBytes = 4096;

// "address:port" of the other side of a TCP connection; empty for anything else.
std::string tcp_peer(int fd) {
  int type = 0;
  socklen_t type_size = sizeof type;
  if (syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &type, &type_size) != 0 || type != SOCK_STREAM)
    return {};
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (syscall(SYS_getpeername, fd, &peer, &size) != 0) return {};
  char text[INET6_ADDRSTRLEN] = {};
  if (peer.ss_family == AF_INET) {
    const auto& address = reinterpret_cast<const sockaddr_in&>(peer);
    inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
    return std::string(text) + ":" + std::to_string(ntohs(address.sin_port));
  }
  if (peer.ss_family == AF_INET6) {
    const auto& address = reinterpret_cast<const sockaddr_in6&>(peer);
    inet_ntop(AF_INET6, &address.sin6_addr, text, sizeof text);
    return "[" + std::string(text) + "]:" + std::to_string(ntohs(address.sin6_port));
  }
  return {};
}

void record_message(int fd, const msghdr& message) {
  record_answer(fd, std::span(message.msg_iov, message.msg_iovlen));
}

}  // namespace

void record_answer(int fd, std::span<const iovec> data) {
  if (!is_active()) return;
  KeepErrno keep;
  const std::string peer = tcp_peer(fd);
  if (!peer.empty()) append({.kind = Kind::Answer, .path = peer, .data = data, .data_limit = kHeadBytes});
}

}  // namespace power_cut

using namespace power_cut;

POWER_CUT_EXPORT ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const sockaddr* to,
                                socklen_t to_size) {
  const iovec data{const_cast<void*>(bytes), size};
  record_answer(fd, {&data, 1});
  return syscall(SYS_sendto, fd, bytes, size, flags, to, to_size);
}
POWER_CUT_EXPORT ssize_t send(int fd, const void* bytes, size_t size, int flags) {
  return sendto(fd, bytes, size, flags, nullptr, 0);
}
POWER_CUT_EXPORT ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  record_message(fd, *message);
  return syscall(SYS_sendmsg, fd, message, flags);
}
POWER_CUT_EXPORT int sendmmsg(int fd, mmsghdr* messages, unsigned count, int flags) {
  for (unsigned index = 0; index < count; ++index) record_message(fd, messages[index].msg_hdr);
  return static_cast<int>(syscall(SYS_sendmmsg, fd, messages, count, flags));
}
