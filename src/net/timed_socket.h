#pragma once

#include <memory>

#include "net/asio.h"

namespace net {

// A socket whose pending read or write is given up when a time limit passes. Unlike beast::tcp_stream it
// leaves the socket open: a client that stalled is still told so. Used on the connection's strand only.
class TimedSocket {
 public:
  explicit TimedSocket(asio::ip::tcp::socket socket)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), generation_(std::make_shared<int>(0)) {}
  ~TimedSocket() { ++*generation_; }

  asio::ip::tcp::socket& operator*() { return socket_; }
  asio::ip::tcp::socket* operator->() { return &socket_; }

  // Starts a limit for what follows, instead of the one before.
  void expires_after(std::chrono::milliseconds limit) {
    expires_never();
    timer_.expires_after(limit);
    // The expiry may be queued already when the limit is lifted or the socket is gone: then the generation
    // has moved on.
    timer_.async_wait([this, generation = generation_, armed = *generation_](error_code) {
      if (*generation != armed) return;
      passed_ = true;
      error_code ignored;
      socket_.cancel(ignored);
    });
  }
  void expires_never() {
    ++*generation_;
    passed_ = false;
    timer_.cancel();
  }

  // What an operation's error means, given that a passed limit cancels it.
  error_code explain(error_code error) const {
    return passed_ && error == asio::error::operation_aborted ? make_error_code(beast::error::timeout)
                                                              : error;
  }

 private:
  asio::ip::tcp::socket socket_;
  asio::steady_timer timer_;
  std::shared_ptr<int> generation_;  // shared with the timer's handlers, which may outlive the socket
  bool passed_ = false;
};

}  // namespace net
