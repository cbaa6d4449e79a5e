#pragma once

#include "base/clock.h"
#include "net/asio.h"
#include "net/server.h"
#include "net/timed_socket.h"

namespace net {

enum class KeepAlive { Yes, No };

// Writes one answer to a connection, on its coroutine. Text goes out with the head in one write; a FileSlice
// goes from the page cache to the socket; a ByteSource is pulled on the pool and sent in chunks.
class ResponseWriter {
 public:
  struct Form {
    bool head_only = false;  // HEAD: no body follows
    bool can_chunk = true;   // HTTP/1.0 cannot
    KeepAlive keep_alive = KeepAlive::Yes;
  };
  ResponseWriter(TimedSocket& socket, ThreadPool& pool, const base::Clock& clock, const Limits& limits)
      : socket_(socket), pool_(pool), clock_(clock), limits_(limits) {}

  // False: the answer broke off, or its end can only be told by closing the connection.
  asio::awaitable<bool> write(Response response, Form form);

 private:
  std::string head(const Response& response, const Form& form, std::optional<std::int64_t> length) const;
  asio::awaitable<bool> write_text(std::string_view head, std::string_view body);
  asio::awaitable<bool> write_file(std::string_view head, const base::FileSlice& slice);
  asio::awaitable<bool> write_source(std::string_view head, base::ByteSource& source, const Form& form,
                                     std::optional<std::int64_t> length);

  TimedSocket& socket_;
  ThreadPool& pool_;
  const base::Clock& clock_;
  const Limits& limits_;
};

}  // namespace net
