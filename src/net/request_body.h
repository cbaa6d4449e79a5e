#pragma once

#include "base/bytes.h"
#include "net/asio.h"
#include "net/server.h"
#include "net/timed_socket.h"

namespace net {

using RequestParser = http::request_parser<http::buffer_body>;

// The body of one request, pulled by the handler's thread while the connection's coroutine waits for the
// handler: so one of the two uses the socket at a time. What the socket holds already is taken at once; for
// more, a coroutine on the connection's strand waits, with time limits: for each piece, and for the body as a
// whole by its size, so that nobody holds a thread of the pool with a byte now and then. Bytes of a body with
// a Content-Length go straight into the reader's memory.
class RequestBody final : public base::ByteSource {
 public:
  RequestBody(TimedSocket& socket, beast::flat_buffer& buffer, RequestParser& parser, const Limits& limits,
              ThreadPool& pool);  // read() is called by its threads

  base::Result<std::size_t> read(std::span<char> into) override;

  // For the connection's coroutine, once the handler is done:
  bool at_end() const { return state_ == State::AtEnd; }
  // True: what the handler left is known to be no more than `limit` bytes, and the client is sending them.
  bool can_drain(std::int64_t limit) const;
  asio::awaitable<bool> drain();  // reads away what is left; true: the end was reached

 private:
  enum class State { Open, AtEnd, Broken };
  enum class Expectation { None, Waits, Met };

  std::size_t take_buffered(std::span<char> into);
  std::size_t take_ready(std::span<char> into);
  void count(std::size_t bytes);
  std::chrono::milliseconds patience() const;
  void wait_for_bytes(std::span<char> into);
  void break_off(error_code error);
  asio::awaitable<void> receive(std::span<char> into);
  asio::awaitable<error_code> send_continue();
  asio::awaitable<error_code> receive_counted(std::span<char> into);
  asio::awaitable<error_code> receive_chunked(std::span<char> into);
  base::Error explain(error_code error) const;

  TimedSocket& socket_;
  beast::flat_buffer& buffer_;  // bytes read beyond the header section
  RequestParser& parser_;       // decodes a chunked body; one with a length does not pass it
  const Limits& limits_;
  ThreadPool& pool_;
  const bool chunked_;
  std::int64_t left_ = 0;  // of a body with a length
  State state_ = State::Open;
  Expectation expectation_ = Expectation::None;
  error_code error_;
  std::size_t received_ = 0;  // by the last receive()
  std::int64_t arrived_ = 0;  // in all
  std::chrono::steady_clock::duration waited_{};
};

}  // namespace net
